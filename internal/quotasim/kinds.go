package quotasim

import (
	"math/rand/v2"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// Kinds are the kinds of servers that a limiter has to get along with, by name.
var Kinds = []Kind{
	{"aligned fixed window", func(windows []quota.Window, random *rand.Rand) Server {
		return Fixed(windows, phases(windows, random), 0)
	}},
	{"fixed window, clock 200 ppm fast", func(windows []quota.Window, random *rand.Rand) Server {
		return Fixed(windows, phases(windows, random), 200)
	}},
	{"fixed window, clock 200 ppm slow", func(windows []quota.Window, random *rand.Rand) Server {
		return Fixed(windows, phases(windows, random), -200)
	}},
	{"window opened by the first call", func(windows []quota.Window, _ *rand.Rand) Server { return Opened(windows) }},
	{"GCRA with burst N", func(windows []quota.Window, _ *rand.Rand) Server { return GCRA(windows) }},
	{"sliding log", func(windows []quota.Window, _ *rand.Rand) Server { return SlidingLog(windows) }},
}

// Kind makes servers, with windows of random phases if it has any.
type Kind struct {
	Name string
	New  func(windows []quota.Window, random *rand.Rand) Server
}

// All is a server of all kinds at once, which accepts what each of them does.
func All(windows []quota.Window, random *rand.Rand) Server {
	var all server
	for _, kind := range Kinds {
		all = append(all, kind.New(windows, random).(server)...)
	}
	return all
}

func phases(windows []quota.Window, random *rand.Rand) []float64 {
	phases := make([]float64, len(windows))
	for i := range phases {
		phases[i] = random.Float64()
	}
	return phases
}
