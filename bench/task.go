package bench

import (
	"context"
	"fmt"
)

// Task is one thing that all peers do.
type Task struct {
	Name string
	// Of prepares the task for a peer. What it returns does the task once.
	Of func(Peer) (func() error, error)
}

// Tasks are what is compared.
var Tasks = []Task{
	{"decode 50 records", decode},
	{"encode 50 records", encode},
	{"build and encode 50 records", build},
	{"list 50 records", func(p Peer) (func() error, error) { return calls(p.List), nil }},
	{"upsert 50 records", func(p Peer) (func() error, error) { return calls(p.Upsert), nil }},
}

func decode(p Peer) (func() error, error) {
	text := Page()
	return func() error {
		_, err := p.Decode(text)
		return err
	}, nil
}

func encode(p Peer) (func() error, error) {
	page, err := p.Decode(Page())
	return func() error {
		_, err := p.Encode(page)
		return err
	}, err
}

func build(p Peer) (func() error, error) {
	data := Writable()
	return func() error {
		_, err := p.Build(data)
		return err
	}, nil
}

func calls(call func(context.Context) (int, error)) func() error {
	return func() error {
		count, err := call(context.Background())
		if err == nil && count != Rows {
			return fmt.Errorf("%d records, not %d", count, Rows)
		}
		return err
	}
}
