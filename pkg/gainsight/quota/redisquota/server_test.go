package redisquota

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// server is a Redis of its own that keeps its data in a folder of the test.
type server struct {
	t       *testing.T
	path    string // of the program
	args    []string
	socket  string
	process *exec.Cmd
	ended   chan struct{} // closed when the process has
}

// persistent is what the documentation advises.
var persistent = []string{"--appendonly", "yes", "--appendfsync", "always"}

// newServer starts Redis. Without it the test is skipped, or fails where CI is set: a check that silently does not run proves
// nothing.
func newServer(t *testing.T, args ...string) *server {
	t.Helper()
	s := prepareServer(t, args...)
	s.start()
	return s
}

func prepareServer(t *testing.T, args ...string) *server {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	switch {
	case err != nil && os.Getenv("CI") != "":
		t.Fatal("redis-server is not installed")
	case err != nil:
		t.Skip("redis-server is not installed, so nothing is tested")
	}
	folder, err := os.MkdirTemp("", "redis") // not t.TempDir: the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	s := &server{t: t, path: path, socket: filepath.Join(folder, "socket")}
	s.args = append([]string{"--port", "0", "--unixsocket", s.socket, "--dir", folder, "--save", ""}, args...)
	t.Cleanup(func() { s.stop(syscall.SIGKILL) })
	return s
}

// newClusterNode starts a cluster of one machine. Another program can have taken its port meanwhile: then it is tried with
// another one.
func newClusterNode(t *testing.T) (s *server, port string) {
	t.Helper()
	for range 5 {
		port = clusterPort(t)
		s = prepareServer(t, "--cluster-enabled", "yes", "--port", port, "--bind", "127.0.0.1")
		if s.tryStart() {
			return s, port
		}
	}
	t.Fatal("Redis does not start")
	return nil, ""
}

// clusterPort is a free one that leaves room: the machines of a cluster talk at a port that is 10,000 higher.
func clusterPort(t *testing.T) string {
	t.Helper()
	for {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		listener.Close()
		if port := listener.Addr().(*net.TCPAddr).Port; port+10_000 < 1<<16 {
			return strconv.Itoa(port)
		}
	}
}

func (s *server) start() {
	s.t.Helper()
	if !s.tryStart() {
		s.t.Fatal("Redis does not start")
	}
}

// tryStart reports whether Redis answers, or has ended by itself.
func (s *server) tryStart() bool {
	s.t.Helper()
	process := exec.Command(s.path, s.args...)
	if err := process.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.process, s.ended = process, make(chan struct{})
	go func(ended chan<- struct{}) {
		_ = process.Wait()
		close(ended)
	}(s.ended)
	client := redis.NewClient(&redis.Options{Network: "unix", Addr: s.socket, MaxRetries: -1, DialerRetries: 1})
	defer client.Close()
	answers := false
	await(s.t, func() bool {
		err := client.Ping(context.Background()).Err()
		answers = err == nil || strings.HasPrefix(err.Error(), "NOAUTH")
		return answers || s.hasEnded()
	})
	return answers
}

func (s *server) hasEnded() bool {
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}

// await asks until something is so, which takes milliseconds.
func await(t *testing.T, isSo func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !isSo(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("this takes too long")
		}
	}
}

func (s *server) stop(signal syscall.Signal) {
	if s.process == nil {
		return
	}
	_ = s.process.Process.Signal(signal)
	<-s.ended
	s.process = nil
}

func (s *server) restart(signal syscall.Signal) {
	s.t.Helper()
	s.stop(signal)
	s.start()
}

func (s *server) client() *redis.Client {
	client := redis.NewClient(&redis.Options{Network: "unix", Addr: s.socket})
	s.t.Cleanup(func() { client.Close() })
	return client
}

// theClock is the part of the script that tests exchange.
const theClock = `local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]`

// withClock exchanges the clock of Redis.
func withClock(lua string) Option {
	return func(s *store) {
		before, after, found := strings.Cut(source, theClock)
		if !found {
			panic("the script has another clock")
		}
		s.script = redis.NewScript(before + lua + after)
	}
}

// hands is a clock that a test sets.
type hands struct {
	t      *testing.T
	client *redis.Client
	now    time.Time
}

func newHands(t *testing.T, client *redis.Client) *hands {
	h := &hands{t: t, client: client}
	h.set(time.Date(2030, 1, 2, 3, 4, 5, 678_901_000, time.UTC))
	return h
}

var byHand = withClock("return tonumber(redis.call('GET', 'clock'))")

func (h *hands) set(now time.Time) {
	h.t.Helper()
	h.now = now
	if err := h.client.Set(h.t.Context(), "clock", now.UnixMicro(), 0).Err(); err != nil {
		h.t.Fatal(err)
	}
}

func (h *hands) advance(d time.Duration) { h.t.Helper(); h.set(h.now.Add(d)) }

func take(t *testing.T, store quota.Store, bucket quota.Bucket, lease time.Duration) quota.Grant {
	t.Helper()
	grant, err := store.Take(t.Context(), bucket, lease)
	if err != nil {
		t.Fatal(err)
	}
	return grant
}

// arrived takes slots whose calls are answered at once.
func arrived(t *testing.T, store quota.Store, bucket quota.Bucket, calls int) {
	t.Helper()
	for range calls {
		grant := take(t, store, bucket, time.Minute)
		if grant.Wait != 0 {
			t.Fatalf("no slot is free for %s", grant.Wait)
		}
		settle(t, store, bucket, grant.Slot, quota.End{Kind: quota.Arrived})
	}
}

func settle(t *testing.T, store quota.Store, bucket quota.Bucket, slot uint64, end quota.End) {
	t.Helper()
	if err := store.Settle(t.Context(), bucket, slot, end); err != nil {
		t.Fatal(err)
	}
}

func stateOf(t *testing.T, store quota.Store, bucket quota.Bucket) quota.State {
	t.Helper()
	state, err := store.State(t.Context(), bucket)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// reports collects what a store reports.
type reports struct{ texts []string }

func (r *reports) option() Option {
	return WithReport(func(err error) { r.texts = append(r.texts, err.Error()) })
}
