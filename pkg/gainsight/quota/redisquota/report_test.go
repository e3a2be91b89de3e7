package redisquota

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// Who says nothing gets a warning, and who wants none gets none.
func TestReportByDefault(t *testing.T) {
	before := slog.Default()
	defer slog.SetDefault(before)
	var log bytes.Buffer
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	client := newServer(t).client()
	for name, test := range map[string]struct {
		options []Option
		want    int
	}{
		"nothing is said": {[]Option{byHand}, 1},
		"nobody is told":  {[]Option{byHand, WithReport(nil)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			log.Reset()
			clock := empty(t, client)
			store := New(client, test.options...)
			stateOf(t, store, acme)
			clock.advance(-time.Hour)
			stateOf(t, store, acme)
			if got := strings.Count(log.String(), "level=WARN"); got != test.want {
				t.Errorf("%d warnings, want %d: %s", got, test.want, log.String())
			}
		})
	}
}
