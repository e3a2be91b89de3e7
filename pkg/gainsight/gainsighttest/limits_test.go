package gainsighttest_test

import (
	"sync"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// manualClock stands still until it is moved.
type manualClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *manualClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *manualClock) set(hour, minute int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = time.Date(2026, 1, 31, hour, minute, 0, 0, time.UTC)
}

func TestRateLimits(t *testing.T) {
	clock := &manualClock{}
	clock.set(12, 59)
	server := gainsighttest.NewServer(t, gainsighttest.WithClock(clock.Now),
		gainsighttest.WithRateLimit(2, time.Hour), gainsighttest.WithRateLimit(5, 24*time.Hour), gainsighttest.WithRateLimit(0, 0))
	accepted := func() bool {
		t.Helper()
		reply := list(t, server, `{"select": ["Gsid"]}`)
		if reply.status == 200 {
			return true
		}
		reply.wantLike(429, `{"result": false, "errorCode": "GU_2400", "errorDesc": "Too many request", "requestId": "REQUEST", "data": null, "message": null}`)
		if reply.header.Get("Retry-After") != "" {
			t.Error("the reply has a Retry-After")
		}
		return false
	}
	for _, step := range []struct {
		hour, minute int
		want         bool
	}{
		{12, 59, true}, {12, 59, true}, {12, 59, false}, {12, 59, false},
		{13, 0, true}, {13, 59, true}, {13, 59, false},
		{12, 0, false}, // a clock that goes back opens no new window
		{14, 0, true}, {14, 0, false}, {15, 0, false}, {23, 59, false},
		{24, 0, true}, {24, 1, true}, {24, 2, false},
	} {
		clock.set(step.hour, step.minute)
		if got := accepted(); got != step.want {
			t.Fatalf("at %d:%02d: accepted is %v", step.hour, step.minute, got)
		}
	}
}

func TestRateLimitAppliesNothing(t *testing.T) {
	for name, test := range map[string]struct {
		option gainsighttest.Option
		status int
		code   string
	}{
		"vendor":  {gainsighttest.WithRateLimit(0, time.Hour), 429, "GU_2400"},
		"gateway": {gainsighttest.WithGatewayRateLimit(-1, time.Hour), 400, "GS_APIG_2404"},
	} {
		t.Run(name, func(t *testing.T) {
			server := newTenant(t, test.option)
			upsert(t, server.Server, sampleUpsertByName).wantFailure(test.status, test.code, "")
			if n := len(server.Records()); n != 0 || server.Calls()[0].Applied {
				t.Errorf("%d records were written", n)
			}
		})
	}
}

func TestGatewayCountsFirst(t *testing.T) {
	server := gainsighttest.NewServer(t, gainsighttest.WithRateLimit(0, time.Hour), gainsighttest.WithGatewayRateLimit(0, time.Hour))
	list(t, server, `{"select": ["Gsid"]}`).wantFailure(400, "GS_APIG_2404", "")
}

// What does not get past the gateway does not count.
func TestWhatCountsAgainstALimit(t *testing.T) {
	server := gainsighttest.NewServer(t, gainsighttest.WithRateLimit(2, time.Hour))
	for range 3 {
		send(t, server, "GET", "/v1/nothing", "").wantFailure(404, "GS_APIG_1000", "")
		send(t, server, "POST", listPath, `{}`, withoutKey).wantFailure(401, "GS_APIG_2401", "")
	}
	server.Inject("", 0, gainsighttest.BadGateway())
	send(t, server, "POST", listPath, `{}`)
	list(t, server, `{}`).wantFailure(400, "GU_3006", "")
	send(t, server, "DELETE", teamPath+"/short", "").wantFailure(400, "GU_1129", "")
	list(t, server, `{}`).wantFailure(429, "GU_2400", "")
}
