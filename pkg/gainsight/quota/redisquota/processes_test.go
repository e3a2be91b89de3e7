package redisquota

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// fast is a clock of which an hour takes seconds.
type fast struct {
	Start int64 // in microseconds
	Speed int64
}

func (f fast) now() time.Time {
	return time.UnixMicro(f.Start + (time.Now().UnixMicro()-f.Start)*f.Speed)
}

func (f fast) option() Option {
	return withClock(fmt.Sprintf("local time = redis.call('TIME')\n return %[1]d + (time[1] * 1000000 + time[2] - %[1]d) * %[2]d", f.Start, f.Speed))
}

// fastStore has waits as long as they really take.
type fastStore struct {
	quota.Store
	clock fast
}

func (f fastStore) Take(ctx context.Context, bucket quota.Bucket, lease time.Duration) (quota.Grant, error) {
	grant, err := f.Store.Take(ctx, bucket, lease)
	if grant.Wait > 0 {
		grant.Wait = max(1, grant.Wait/time.Duration(f.clock.Speed))
	}
	return grant, err
}

// job is what a process is told to do.
type job struct {
	Socket string
	URL    string
	Clock  fast
	Bucket quota.Bucket
}

const jobVariable = "REDISQUOTA_TEST_JOB"

func TestMain(m *testing.M) {
	logging.Disable()
	if text := os.Getenv(jobVariable); text != "" {
		if err := work(text); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// work makes as many calls as the quota permits, until its input is closed.
func work(text string) error {
	var job job
	if err := json.Unmarshal([]byte(text), &job); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	client := redis.NewClient(&redis.Options{Network: "unix", Addr: job.Socket})
	defer client.Close()
	report := WithReport(func(err error) { fmt.Fprintln(os.Stderr, err) })
	limiter := quota.NewLimiter(fastStore{New(client, job.Clock.option(), report), job.Clock})
	for ctx.Err() == nil {
		slot, err := limiter.Acquire(ctx, job.Bucket, 10*time.Minute, time.Hour)
		if err != nil {
			time.Sleep(5 * time.Millisecond) // Redis is down
			continue
		}
		_ = slot.Settle(context.Background(), quota.End{Kind: call(job.URL)})
	}
	return nil
}

func call(url string) quota.EndKind {
	response, err := http.Get(url)
	if err != nil {
		return quota.Unknown
	}
	defer response.Body.Close()
	io.Copy(io.Discard, response.Body)
	if response.StatusCode == http.StatusTooManyRequests {
		return quota.Refused
	}
	return quota.Arrived
}

// tenant permits no more calls than its windows in any interval, so whatever its phase is.
type tenant struct {
	windows []quota.Window
	clock   fast

	mu       sync.Mutex
	arrivals []time.Time
	by       map[string]int
	refused  int
	notify   map[int]chan<- struct{} // closed when there are so many arrivals
}

func (s *tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.now()
	for _, window := range s.windows {
		if i := len(s.arrivals) - window.Calls; i >= 0 && now.Sub(s.arrivals[i]) < window.Per {
			s.refused++
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
	}
	s.arrivals = append(s.arrivals, now)
	s.by[r.URL.Path]++
	if waiting, ok := s.notify[len(s.arrivals)]; ok {
		close(waiting)
	}
}

// TestProcesses has three processes share a quota for four hours, each of which takes three seconds. Redis is killed among the
// calls of the second hour, and told to end among those of the third.
func TestProcesses(t *testing.T) {
	const processes, hours, perHour, speed = 3, 4, 100, 1200
	server := newServer(t, persistent...)
	killed, ended, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	tenant := &tenant{
		windows: quota.UserManagement(),
		clock:   fast{time.Now().UnixMicro(), speed},
		by:      map[string]int{},
		notify:  map[int]chan<- struct{}{perHour + 40: killed, 2*perHour + 40: ended, hours * perHour: done},
	}
	web := httptest.NewServer(tenant)
	defer web.Close()
	for i := range processes {
		job := job{server.socket, fmt.Sprintf("%s/%d", web.URL, i), tenant.clock, quota.Bucket{Host: "acme", Class: "c", Windows: tenant.windows}}
		stop := startProcess(t, job)
		defer stop()
	}
	// An optimal program that does not know the phase sends 100 calls at once and then each hour: 400 before four hours are over.
	limit := hours * time.Hour / speed
	if os.Getenv("QUOTA_FIGURES") == "" { // then other programs may keep the machine from making as many calls in time
		limit = 2 * time.Minute
	}
	over := time.After(limit)
	for waiting := true; waiting; {
		select {
		case <-killed:
			server.restart(syscall.SIGKILL)
			killed = nil
		case <-ended:
			server.restart(syscall.SIGTERM)
			ended = nil
		case <-done:
			waiting = false
		case <-over:
			waiting = false
		}
	}
	tenant.mu.Lock()
	defer tenant.mu.Unlock()
	took := tenant.arrivals[len(tenant.arrivals)-1].Sub(tenant.arrivals[0])
	t.Logf("%d calls in %s, %d refused, by process: %v", len(tenant.arrivals), took.Round(time.Second), tenant.refused, tenant.by)
	t.Attr("figure", fmt.Sprintf("%d refused, %.2f %%", tenant.refused, 100*float64(len(tenant.arrivals))/float64(hours*perHour)))
	if tenant.refused > 0 {
		t.Errorf("%d calls were refused", tenant.refused)
	}
	if best := hours * perHour; len(tenant.arrivals)*100 < best*99 {
		t.Errorf("%d calls arrived, want 99 %% of %d", len(tenant.arrivals), best)
	}
	if killed != nil || ended != nil {
		t.Error("Redis was not restarted twice")
	}
	if len(tenant.by) != processes || slices.Contains([]int{tenant.by["/0"], tenant.by["/1"], tenant.by["/2"]}, 0) {
		t.Errorf("calls by process: %v", tenant.by)
	}
}

// startProcess starts this program again, with something to do.
func startProcess(t *testing.T, job job) (stop func()) {
	t.Helper()
	text, err := json.Marshal(job)
	if err != nil {
		t.Fatal(err)
	}
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), jobVariable+"="+string(text))
	process.Stderr = t.Output()
	input, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	return func() {
		input.Close()
		if err := process.Wait(); err != nil {
			t.Error(err)
		}
	}
}
