package quota

import (
	"strings"
	"testing"
	"time"
)

func TestCheck(t *testing.T) {
	for name, test := range map[string]struct {
		windows []Window
		want    []string
	}{
		"presets":   {append(UserManagement(), Synchronous()...), nil},
		"bounds":    {[]Window{{1, time.Millisecond}, {1_000_000, 366 * 24 * time.Hour}}, nil},
		"none":      {nil, []string{"no window is given"}},
		"no calls":  {[]Window{{0, time.Hour}}, []string{"a window of 0 calls"}},
		"too many":  {[]Window{{1_000_001, time.Hour}}, []string{"a window of 1000001 calls"}},
		"too short": {[]Window{{1, time.Microsecond}}, []string{"a window of 1µs"}},
		"too long":  {[]Window{{1, 367 * 24 * time.Hour}}, []string{"a window of 8808h"}},
		"both":      {[]Window{{-1, 0}, {1, time.Hour}}, []string{"a window of -1 calls", "a window of 0s"}},
	} {
		t.Run(name, func(t *testing.T) {
			err := Check(test.windows)
			if (err == nil) != (test.want == nil) {
				t.Fatalf("got %v", err)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want %q in it", err, want)
				}
			}
		})
	}
}

func TestStoresRefuseWhatMakesNoSense(t *testing.T) {
	eachStore(t, func(t *testing.T, store Store, _ *handClock) {
		good := bucketOf(Window{1, time.Hour})
		for name, err := range map[string]error{
			"take without windows":  second(store.Take(t.Context(), Bucket{}, time.Second)),
			"settle":                store.Settle(t.Context(), Bucket{}, 1, End{}),
			"state":                 second(store.State(t.Context(), Bucket{})),
			"no lease":              second(store.Take(t.Context(), good, 0)),
			"a lease of two days":   second(store.Take(t.Context(), good, 48*time.Hour)),
			"forecast, no windows":  second(forecastOf(t.Context(), store, Bucket{}, 1)),
			"limiter, no lease":     second(NewLimiter(store).Acquire(t.Context(), good, 0, time.Second)),
			"limiter, no windows":   second(NewLimiter(store).Acquire(t.Context(), Bucket{}, time.Second, time.Second)),
			"limiter's state, none": second(NewLimiter(store).State(t.Context(), Bucket{})),
		} {
			if err == nil || !strings.HasPrefix(err.Error(), "quota: ") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if used := stateOf(t, store, good).Used; len(used) > 0 {
			t.Errorf("%d slots are used up", len(used))
		}
	})
}

func second[T any](_ T, err error) error { return err }

// Calls stop for as long as suits the window that others can have used up.
func TestPause(t *testing.T) {
	const second = time.Second
	for name, test := range map[string]struct {
		windows []Window
		want    time.Duration
	}{
		"user management":           {UserManagement(), 5 * time.Minute},
		"synchronous":               {Synchronous(), 5 * second},
		"a short one besides":       {[]Window{{1, 600 * time.Millisecond}, {100, time.Hour}}, 5 * time.Minute},
		"the same in another order": {[]Window{{100, time.Hour}, {1, 600 * time.Millisecond}}, 5 * time.Minute},
		"a minute is long enough":   {[]Window{{100, time.Hour}, {10, time.Minute}}, 5 * second},
		"all are short":             {[]Window{{20, 2 * second}, {300, 48 * second}}, 4 * second},
	} {
		if got := (Bucket{Windows: test.windows}).Pause(); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}
