package quota

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/race"
)

// fast is how much faster time passes for the processes of these tests: an hour takes three seconds.
const fast = 1200

// fastClock is the same for all processes that start it at the same moment.
func fastClock(start time.Time) clock {
	return clock{
		now:   func() time.Time { return start.Add(fast * time.Since(start)) },
		timer: func(d time.Duration) *time.Timer { return time.NewTimer(d / fast) },
	}
}

// What a child process needs to know.
const (
	childFolder = "QUOTA_TEST_FOLDER"
	childServer = "QUOTA_TEST_SERVER"
	childStart  = "QUOTA_TEST_START"
	childTakes  = "QUOTA_TEST_TAKES" // if it only takes slots
)

var (
	processWindows = []Window{{500, hour}, {2000, 24 * hour}}
	processLease   = 15 * minute
)

// TestMain is a child process if its parent says so, which makes calls until it is killed.
func TestMain(m *testing.M) {
	if folder := os.Getenv(childTakes); folder != "" {
		if err := beTaker(folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if folder := os.Getenv(childFolder); folder != "" {
		if err := beChild(folder, os.Getenv(childServer), os.Getenv(childStart)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func beChild(folder, address, startText string) error {
	nanoseconds, err := strconv.ParseInt(startText, 10, 64)
	if err != nil {
		return err
	}
	clock := fastClock(time.Unix(0, nanoseconds))
	var damage error
	store, err := File(folder, WithReport(func(err error) { damage = err }))
	if err != nil {
		return err
	}
	store.(*file).clock = clock
	server, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	replies := bufio.NewReader(server)
	limiter, bucket := newLimiter(store, clock), bucketOf(processWindows...)
	for damage == nil {
		slot, err := limiter.Acquire(context.Background(), bucket, processLease, 48*hour)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(server, "call\n"); err != nil {
			return err
		}
		reply, err := replies.ReadString('\n')
		if err != nil {
			return err
		}
		end := End{Kind: Arrived}
		if reply != "accepted\n" {
			end.Kind = Refused
		}
		if err := slot.Settle(context.Background(), end); err != nil {
			return err
		}
	}
	return damage
}

// fastServer counts calls, with a window that begins with each of them. It is the strictest server that there can be.
type fastServer struct {
	clock   clock
	mu      sync.Mutex
	log     []time.Time
	refused int
}

func (s *fastServer) serve(calls net.Listener) {
	for {
		connection, err := calls.Accept()
		if err != nil {
			return
		}
		go func() {
			defer connection.Close()
			for lines := bufio.NewScanner(connection); lines.Scan(); {
				io.WriteString(connection, s.call())
			}
		}()
	}
}

func (s *fastServer) call() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.now()
	for _, w := range processWindows {
		if i := len(s.log) - w.Calls; i >= 0 && now.Before(s.log[i].Add(w.Per)) {
			s.refused++
			return "refused\n"
		}
	}
	s.log = append(s.log, now)
	return "accepted\n"
}

// Eight processes share a file, and half of them are killed at random moments. Nothing is refused, and no more is lost than
// the calls of those that were killed.
func TestProcesses(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 11 s")
	}
	t.Parallel()
	folder := t.TempDir() + "/quota"
	start := time.Now().Round(0)
	server := &fastServer{clock: fastClock(start)}
	calls, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer calls.Close()
	go server.serve(calls)

	var children []*child
	for range 8 {
		children = append(children, newChild(t, io.Discard, childFolder+"="+folder, childServer+"="+calls.Addr().String(),
			childStart+"="+strconv.FormatInt(start.UnixNano(), 10)))
	}
	const length = 3*hour + 30*minute
	random := seeded(uint64(start.UnixNano()))
	for range 4 {
		time.Sleep(time.Duration(random.Int64N(int64(length/5))) / fast)
		children[0].kill(t)
		children = children[1:]
	}
	time.Sleep(time.Until(start.Add(length / fast)))
	for _, child := range children {
		child.kill(t)
	}

	server.mu.Lock()
	defer server.mu.Unlock()
	const optimal = 4 * 500
	least := optimal * 99 / 100
	if !isMeasured { // then other programs may keep the machine from making as many calls
		least = 1
	}
	if server.refused > 0 || len(server.log) < least {
		t.Errorf("%d calls were refused, %d accepted, and %d by an optimal schedule", server.refused, len(server.log), optimal)
	}
	t.Attr("figure", fmt.Sprintf("%d refused, %.2f %%", server.refused, 100*float64(len(server.log))/optimal))
}

// child is a process that makes calls.
type child struct {
	command *exec.Cmd
	says    strings.Builder // why it ended
	ended   chan struct{}
}

func newChild(t *testing.T, output io.Writer, environment ...string) *child {
	t.Helper()
	c := &child{command: exec.Command(os.Args[0]), ended: make(chan struct{})}
	c.command.Env = append(os.Environ(), environment...)
	c.command.Stdout, c.command.Stderr = output, &c.says
	if err := c.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		c.command.Wait()
		close(c.ended)
	}()
	return c
}

// kill kills a process that must still run.
func (c *child) kill(t *testing.T) {
	t.Helper()
	c.command.Process.Kill()
	<-c.ended
	if c.says.Len() > 0 {
		t.Errorf("a child ended: %s", &c.says)
	}
}

const (
	kills         = 40
	slotsPerTaker = 250
)

// takerBucket does not run out, however fast the machine is.
var takerBucket = bucketOf(Window{kills * slotsPerTaker, hour})

// beTaker takes slots and settles them as fast as it can, and says so for each. At last it waits until it is killed.
func beTaker(folder string) error {
	var damage error
	store, err := File(folder, WithReport(func(err error) { damage = err }))
	if err != nil {
		return err
	}
	for taken := 0; damage == nil; taken++ {
		if taken == slotsPerTaker {
			time.Sleep(time.Hour)
		}
		grant, err := store.Take(context.Background(), takerBucket, minute)
		if err != nil {
			return err
		}
		if grant.Slot == 0 {
			return fmt.Errorf("no slot is free for %s", grant.Wait)
		}
		os.Stdout.WriteString("taken\n")
		if err := store.Settle(context.Background(), takerBucket, grant.Slot, End{}); err != nil {
			return err
		}
	}
	return damage
}

// At whatever point a program is killed: the file is not damaged, and has each slot that was taken.
func TestKilledAtAnyPoint(t *testing.T) {
	t.Parallel()
	kills := kills
	if testing.Short() || race.Detector {
		kills = 4
	}
	folder := t.TempDir() + "/quota"
	acknowledged := 0
	random := seeded(uint64(time.Now().UnixNano()))
	for i := range kills {
		says := &output{began: make(chan struct{})}
		c := newChild(t, says, childTakes+"="+folder)
		if i%2 == 0 {
			select {
			case <-says.began:
			case <-c.ended:
			}
		}
		time.Sleep(time.Duration(random.Int64N(int64(40 * time.Millisecond))))
		c.kill(t)
		acknowledged += strings.Count(says.String(), "taken")
	}
	store := fileWith(t, folder, systemClock, WithReport(func(err error) { t.Error(err) }))
	used := len(stateOf(t, store, takerBucket).Used)
	if used < acknowledged || used > acknowledged+kills {
		t.Errorf("%d slots are used up, %d were taken", used, acknowledged)
	}
	t.Logf("%d slots, %d kills", used, kills)
}

// output is what a child says, and when it begins to.
type output struct {
	strings.Builder
	began chan struct{}
}

func (o *output) Write(text []byte) (int, error) {
	if o.Len() == 0 {
		close(o.began)
	}
	return o.Builder.Write(text)
}
