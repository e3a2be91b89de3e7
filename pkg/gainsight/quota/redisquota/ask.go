package redisquota

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

//go:embed quota.lua
var source string

// question is what the script is asked. Times are microseconds.
type question struct {
	Do      string   `json:"do"`
	Known   *known   `json:"known,omitempty"`
	Slot    uint64   `json:"slot"`
	Lease   int64    `json:"lease"`
	End     string   `json:"end"`
	Extra   int      `json:"extra"`
	Pause   int64    `json:"pause"` // after a refusal
	Windows []window `json:"windows"`
}

type window struct {
	Calls int   `json:"calls"`
	Span  int64 `json:"span"`
}

// ask returns what the script answers. It waits no longer than the context and the time limit permit, whatever the client of
// Redis does.
func (s *store) ask(ctx context.Context, bucket quota.Bucket, q question) ([]int64, error) {
	answer, err := s.askInTime(ctx, bucket, q)
	if err != nil {
		return nil, fmt.Errorf("quota: Redis: %s, %s of %s: %w", q.Do, bucket.Class, bucket.Host, err)
	}
	return answer, nil
}

func (s *store) askInTime(ctx context.Context, bucket quota.Bucket, q question) ([]int64, error) {
	if err := s.check(bucket); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, s.timeout, fmt.Errorf("no reply within %s", s.timeout))
	defer cancel()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	type result struct {
		answer []int64
		err    error
	}
	done := make(chan result)
	go func() {
		answer, err := s.run(ctx, bucket, q)
		select {
		case done <- result{answer, err}:
		case <-ctx.Done():
			err = context.Cause(ctx)
		}
		if err != nil && q.Do == "take" {
			s.giveBack(bucket, q.Slot)
		}
	}()
	select {
	case r := <-done:
		return r.answer, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func (s *store) check(bucket quota.Bucket) error {
	if strings.ContainsAny(s.prefix, "{}") {
		return fmt.Errorf("the prefix %q has braces, which decide where a key is in a cluster: leave them out", s.prefix)
	}
	return quota.Check(bucket.Windows)
}

// giveBack gives a slot back that may have been taken although its call is not made.
func (s *store) giveBack(bucket quota.Bucket, slot uint64) {
	ctx, cancel := context.WithTimeout(context.Background(), s.timeout)
	defer cancel()
	_, _ = s.run(ctx, bucket, question{Do: "settle", Slot: slot, End: ends[quota.NeverSent]})
}

// run runs the script, which asks for its text where Redis does not have it.
func (s *store) run(ctx context.Context, bucket quota.Bucket, q question) ([]int64, error) {
	for _, w := range bucket.Windows {
		q.Windows = append(q.Windows, window{w.Calls, micros(w.Span())})
	}
	q.Pause = micros(bucket.Pause())
	name := nameOf(bucket)
	q.Known = s.known(name)
	text, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	tag := s.prefix + "{" + name + "}"
	reply, err := s.script.Run(ctx, s.client, []string{tag + ":head", tag + ":calls"}, text).Int64Slice()
	if err != nil {
		return nil, err
	}
	return s.learn(name, bucket, reply), nil
}

// nameOf has no braces, whatever a host or class has.
func nameOf(bucket quota.Bucket) string {
	return url.PathEscape(strings.ToLower(bucket.Host)) + "/" + url.PathEscape(bucket.Class)
}
