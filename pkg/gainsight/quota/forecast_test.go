package quota

import (
	"cmp"
	"math"
	"slices"
	"testing"
	"time"
)

// When very many calls are done is known at once.
func TestReadyForManyCalls(t *testing.T) {
	now := newHandClock().at
	user := UserManagement()
	day, anHour := user[1].Span(), user[0].Span()
	for name, test := range map[string]struct {
		windows []Window
		n       int
		want    time.Duration
	}{
		"none":                      {user, 0, 0},
		"a day's":                   {user, 1000, 9 * anHour},
		"a million":                 {user, 1_000_000, 999*day + 9*anHour},
		"one more":                  {user, 1_000_001, 1000 * day},
		"somewhere between":         {user, 50_000_350, 50_000*day + 3*anHour},
		"more than time has":        {user, math.MaxInt, math.MaxInt64 - time.Duration(now.UnixNano())},
		"a call a year, for long":   {[]Window{{1, maxPer}}, 1000, math.MaxInt64 - time.Duration(now.UnixNano())},
		"calls in bulk":             {[]Window{{200_000, time.Minute}}, 2_000_001, 10 * Window{1, time.Minute}.Span()},
		"as many as can be":         {[]Window{{maxCalls, time.Minute}}, math.MaxInt, math.MaxInt64 - time.Duration(now.UnixNano())},
		"no windows":                {nil, math.MaxInt, 0},
		"a window of no calls":      {[]Window{{0, hour}}, math.MaxInt, 0},
		"windows of equal strength": {[]Window{{1, minute}, {60, hour}}, 10_000_001, 10_000_000 * Window{1, minute}.Span()},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (State{Now: now}).Ready(test.windows, test.n).Sub(now); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// A state that was never asked for has no moments that could be reckoned with, and still no call has to wait.
func TestReadyOfNoState(t *testing.T) {
	if got := (State{}).Ready(UserManagement(), 1); !got.IsZero() {
		t.Errorf("got %s", got)
	}
}

// Counting in whole windows leads to where counting each call does.
func TestWholeWindows(t *testing.T) {
	for seed := range uint64(20) {
		random := seeded(seed)
		windows := randomBuckets(random, time.Second)[0].Windows
		var over []entry
		var underWay []int64
		for range random.IntN(40) {
			over = append(over, entry{end: int64(len(over)) * random.Int64N(1e9)})
		}
		for range random.IntN(20) {
			underWay = insertSorted(underWay, random.Int64N(60e9)+60e9, cmp.Compare[int64])
		}
		slices.SortFunc(over, byEnd)
		n := atOnce + 1000 + random.IntN(1000)
		got, _ := nth(windows, over, underWay, 60e9, n)
		if want, _ := oneByOne(windows, over, underWay, 60e9, n); got != want {
			t.Errorf("seed %d: call %d of %v at %d, want %d", seed, n, windows, got, want)
		}
	}
}
