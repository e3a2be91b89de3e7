package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"strings"
)

// event is a line of go test -json.
type event struct{ Action, Test, Key, Value, Output string }

// results are what the tests of a suite came to, by name.
type results map[string]*result

type result struct {
	action string // pass, fail or skip
	cases  int    // subtests that passed
	output string // of the build and the package, where there is no test's name
	attrs  map[string][]string
}

// run runs tests one package after the other, so that none takes time from another.
func run(ctx context.Context, root, goCommand string, s suite, tests []string) (results, error) {
	var names []string
	for _, test := range tests {
		name, _, _ := strings.Cut(test, "/")
		names = append(names, name)
	}
	command := exec.CommandContext(ctx, goCommand, "test", "-json", "-count=1", "-run", "^("+strings.Join(names, "|")+")$", s.folder)
	command.Dir = path.Join(root, s.module)
	command.Env = append(os.Environ(), "QUOTA_FIGURES=1") // which holds bounds of time
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	runErr := command.Run()
	results, readErr := read(&stdout)
	if err := errors.Join(runErr, readErr, results.check(tests)); err != nil {
		return nil, fmt.Errorf("go test in %s: %w\n%s%s", path.Join(s.module, s.folder), err, results.of("").output, &stderr)
	}
	return results, nil
}

func read(events io.Reader) (results, error) {
	all := results{}
	decoder := json.NewDecoder(events)
	for {
		var e event
		if err := decoder.Decode(&e); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return all, fmt.Errorf("reading what go test says: %w", err)
		}
		r := all.of(e.Test)
		switch e.Action {
		case "attr":
			r.attrs[e.Key] = append(r.attrs[e.Key], e.Value)
		case "output", "build-output":
			r.output += e.Output
		case "pass", "fail", "skip":
			r.action = e.Action
			if parent, _, isSub := strings.Cut(e.Test, "/"); isSub && e.Action == "pass" {
				all.of(parent).cases++
			}
		}
	}
}

func (r results) of(test string) *result {
	if r[test] == nil {
		r[test] = &result{attrs: map[string][]string{}}
	}
	return r[test]
}

// check reports every test that did not pass.
func (r results) check(tests []string) error {
	var faults []error
	for _, test := range tests {
		switch result := r.of(test); result.action {
		case "pass":
		case "":
			faults = append(faults, fmt.Errorf("there is no %s", test))
		default:
			faults = append(faults, fmt.Errorf("%s: %s\n%s", test, result.action, result.output))
		}
	}
	return errors.Join(faults...)
}

// figure is what a test measured, or how many cases it held.
func (r results) figure(test string) string {
	result := r.of(test)
	switch values := result.attrs["figure"]; {
	case len(values) > 0:
		return strings.Join(values, "; ")
	case result.cases > 1:
		return fmt.Sprintf("held in %d cases", result.cases)
	}
	return "held"
}
