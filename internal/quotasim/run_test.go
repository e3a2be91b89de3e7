package quotasim_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/quotasim"
	"github.com/gainsight-go/gainsight-go/internal/race"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// do runs once, with a limiter of package quota.
func do(t *testing.T, run quotasim.Run, newStore func() quota.Store) (result quotasim.Result) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		bucket := quota.Bucket{Host: "acme.us2.gainsightcloud.com", Class: "c", Windows: run.Windows}
		run.Limiter = quotasim.Quota(quota.NewLimiter(newStore()), bucket)
		result = run.Do(t.Context())
	})
	return result
}

func newFile(t *testing.T) func() quota.Store {
	return func() quota.Store {
		store, err := quota.File(t.TempDir()+"/quota", quota.WithReport(func(err error) { t.Error(err) }))
		if err != nil {
			t.Fatal(err)
		}
		return store
	}
}

// demands are loads for 72 hours of 100 calls an hour and 1,000 a day.
func demands(random *rand.Rand) map[string][]time.Duration {
	return map[string][]time.Duration{
		"saturated": quotasim.Saturated(3500),
		"bursty":    quotasim.Bursty(random, 30, 150, 60*time.Hour),
	}
}

// Each run is against servers of all kinds at once, with random phases. Under the race detector and with -short there are
// fewer.
func TestDefaultWindowsFor72Hours(t *testing.T) {
	t.Parallel()
	seeds := uint64(40)
	if testing.Short() || race.Detector {
		seeds = 2
	}
	refused, worst := 0, 1.0
	for seed := range seeds {
		random := rand.New(rand.NewPCG(seed, 0))
		for name, demand := range demands(random) {
			result := do(t, quotasim.Run{
				Windows: quota.UserManagement(), Server: quotasim.All(quota.UserManagement(), random), Demand: demand,
				Workers: 1 + int(seed%4), Latency: 500 * time.Millisecond, Length: 72 * time.Hour, Seed: seed,
			}, quota.Memory)
			if result.Refused > 0 || result.Share() < 0.999 {
				t.Errorf("%s, seed %d: %d refused, %d accepted, and %d by an optimal schedule",
					name, seed, result.Refused, len(result.Accepted), result.Optimal)
			}
			refused, worst = refused+result.Refused, min(worst, result.Share())
		}
	}
	t.Attr("figure", fmt.Sprintf("%d refused, %.2f %%", refused, 100*worst))
}

// So that servers of all kinds at once are no easier than each is.
func TestEachKindOfServer(t *testing.T) {
	for _, kind := range quotasim.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(1, 0))
			loads := demands(random)
			if testing.Short() || race.Detector {
				delete(loads, "saturated")
			}
			for name, demand := range loads {
				result := do(t, quotasim.Run{
					Windows: quota.UserManagement(), Server: kind.New(quota.UserManagement(), random), Demand: demand,
					Latency: 500 * time.Millisecond, Length: 72 * time.Hour,
				}, quota.Memory)
				if result.Refused > 0 || result.Share() < 0.999 {
					t.Errorf("%s: %d refused, %d accepted, and %d by an optimal schedule",
						name, result.Refused, len(result.Accepted), result.Optimal)
				}
			}
		})
	}
}

func TestFileFor72Hours(t *testing.T) {
	t.Parallel()
	length := 72 * time.Hour
	if testing.Short() || race.Detector {
		length = 12 * time.Hour
	}
	random := rand.New(rand.NewPCG(2, 0))
	result := do(t, quotasim.Run{
		Windows: quota.UserManagement(), Server: quotasim.All(quota.UserManagement(), random),
		Demand: quotasim.Saturated(3500), Workers: 2, Latency: 500 * time.Millisecond, Length: length,
	}, newFile(t))
	if result.Refused > 0 || result.Share() < 0.999 {
		t.Errorf("%d refused, %d accepted, and %d by an optimal schedule", result.Refused, len(result.Accepted), result.Optimal)
	}
}

func TestSynchronousCallsFor3Hours(t *testing.T) {
	t.Parallel()
	seeds, length := uint64(4), 3*time.Hour
	if testing.Short() || race.Detector {
		seeds, length = 1, time.Hour
	}
	refused, worst := 0, 1.0
	for seed := range seeds {
		random := rand.New(rand.NewPCG(seed, 0))
		result := do(t, quotasim.Run{
			Windows: quota.Synchronous(), Server: quotasim.All(quota.Synchronous(), random),
			Demand: quotasim.Saturated(20_000), Workers: 8, Latency: 200 * time.Millisecond, Length: length, Seed: seed,
		}, quota.Memory)
		if result.Refused > 0 || result.Share() < 0.99 {
			t.Errorf("seed %d: %d refused, %d accepted, and %d by an optimal schedule",
				seed, result.Refused, len(result.Accepted), result.Optimal)
		}
		refused, worst = refused+result.Refused, min(worst, result.Share())
	}
	t.Attr("figure", fmt.Sprintf("%d refused, %.2f %%", refused, 100*worst))
}

func TestTimeToThe150thCall(t *testing.T) {
	t.Parallel()
	longest := 0.
	for _, workers := range []int{1, 8} {
		result := do(t, quotasim.Run{
			Windows: quota.UserManagement(), Server: quotasim.All(quota.UserManagement(), rand.New(rand.NewPCG(3, 0))),
			Demand: quotasim.Saturated(150), Workers: workers, Latency: 200 * time.Millisecond, Length: 2 * time.Hour,
		}, quota.Memory)
		if result.Refused > 0 || len(result.Accepted) < 150 || result.Accepted[149].Hours() > 1.01 {
			t.Errorf("%d workers: %d refused, the last of %d calls after %.4f h", workers, result.Refused,
				len(result.Accepted), result.Accepted[len(result.Accepted)-1].Hours())
		}
		longest = max(longest, result.Accepted[149].Hours())
	}
	t.Attr("figure", fmt.Sprintf("%.4f h", longest))
}

// none is no limiter.
type none struct{}

func (none) Acquire(ctx context.Context) (func(bool), error) { return func(bool) {}, ctx.Err() }

// Each kind of server notices what has no limiter.
func TestWithoutLimiter(t *testing.T) {
	for _, kind := range quotasim.Kinds {
		windows := []quota.Window{{Calls: 10, Per: time.Minute}}
		var result quotasim.Result
		synctest.Test(t, func(t *testing.T) {
			result = quotasim.Run{
				Windows: windows, Server: kind.New(windows, rand.New(rand.NewPCG(1, 0))), Limiter: none{},
				Demand: quotasim.Saturated(100), Latency: time.Second, Length: 5 * time.Minute,
			}.Do(t.Context())
		})
		if result.Refused < 100 || len(result.Accepted) < 50 || result.Optimal != 50 {
			t.Errorf("%s: %d refused, %d accepted, %d by an optimal schedule", kind.Name, result.Refused, len(result.Accepted), result.Optimal)
		}
	}
}

// Somebody else uses an hour's quota up. All stop, try one call each five minutes, and then go on.
func TestSomebodyElse(t *testing.T) {
	windows := quota.UserManagement()
	server := quotasim.Fixed(windows, []float64{0, 0}, 0)
	result := do(t, quotasim.Run{
		Windows: windows, Server: &others{Server: server, calls: 60}, Demand: quotasim.Saturated(150),
		Workers: 4, Latency: 200 * time.Millisecond, Length: 3 * time.Hour,
	}, quota.Memory)
	if result.Refused > 4+12 || len(result.Accepted) != 150 {
		t.Errorf("%d calls were refused and %d accepted", result.Refused, len(result.Accepted))
	}
}

// others make calls before the first one of ours.
type others struct {
	quotasim.Server
	calls int
}

func (o *others) Accepts(at time.Time) bool {
	for ; o.calls > 0; o.calls-- {
		o.Server.Accepts(at)
	}
	return o.Server.Accepts(at)
}
