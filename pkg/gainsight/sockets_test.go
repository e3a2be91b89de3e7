package gainsight_test

//lint:file-ignore SA1019 what is deprecated is tested, too

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// accept serves each connection until the test ends, and closes it afterwards.
func accept(t *testing.T, listener net.Listener, serve func(net.Conn)) {
	t.Helper()
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				serve(conn)
			}()
		}
	}()
}

// hangingUp is a server that answers the first request of each connection, and closes it when it has read the second.
func hangingUp(t *testing.T) (url string, requests *atomic.Int32) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	requests = new(atomic.Int32)
	accept(t, listener, func(conn net.Conn) {
		reader := bufio.NewReader(conn)
		for number := range 2 {
			request, err := http.ReadRequest(reader)
			if err != nil {
				return
			}
			_, _ = io.Copy(io.Discard, request.Body)
			requests.Add(1)
			if number == 0 {
				_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n"+`{"result":true}`)
			}
		}
	})
	return "http://" + listener.Addr().String(), requests
}

// What net/http sends again by itself counts, against the quota and in the number of attempts.
func TestReplaysOfTheTransportCount(t *testing.T) {
	url, requests := hangingUp(t)
	store := newListening()
	var numbers []int
	client := newClient(t, url, gainsight.WithLoopbackHTTP(), gainsight.WithQuotaStore(store), gainsight.WithHTTPClient(&http.Client{Transport: new(http.Transport)}),
		gainsight.WithHook(func(ctx context.Context, start gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
			numbers = append(numbers, start.Number)
			return ctx, nil
		}))
	for range 2 {
		if reply, err := client.API().ListUsersWithResponse(t.Context(), nil); err != nil || reply.StatusCode() != 200 {
			t.Fatalf("got %v, %v", reply, err)
		}
	}
	if want := []quota.End{{Kind: quota.Arrived}, {Kind: quota.Arrived, Extra: 1}}; requests.Load() != 3 || !slices.Equal(store.ends, want) {
		t.Errorf("%d requests, counted as %v", requests.Load(), store.ends)
	}
	if used := usageOf(t, client).Windows[0].Used; used != 3 {
		t.Errorf("%d calls are used", used)
	}
	if !slices.Equal(numbers, []int{1, 1}) {
		t.Errorf("hooks saw %v", numbers)
	}
}

// What cannot be replayed is tried again by the client, if it is safe, after a wait.
func TestConnectionThatIsClosed(t *testing.T) {
	url, requests := hangingUp(t)
	store := newListening()
	client := newClient(t, url, gainsight.WithLoopbackHTTP(), gainsight.WithQuotaStore(store), gainsight.WithHTTPClient(&http.Client{Transport: new(http.Transport)}),
		gainsight.WithRetry(gainsight.RetryPolicy{MaxWait: time.Millisecond}))
	for range 2 {
		if err := client.CompanyTeam.Delete(t.Context(), "1P01"); err != nil {
			t.Fatal(err)
		}
	}
	if want := []quota.End{{Kind: quota.Arrived}, {Kind: quota.Unknown}, {Kind: quota.Arrived}}; requests.Load() != 3 || !slices.Equal(store.ends, want) {
		t.Errorf("%d requests, counted as %v", requests.Load(), store.ends)
	}
}

// A host that switches to another protocol, and then is silent, does not keep a call beyond its reply.
func TestSwitchedProtocol(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		t.Cleanup(func() { conn.Close() })
		_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
	}))
	t.Cleanup(server.Close)
	client := newClient(t, server.URL, gainsight.WithLoopbackHTTP())
	var failure *gainsight.Error
	err := client.CompanyTeam.Delete(t.Context(), "1P01")
	if !errors.As(err, &failure) || failure.StatusCode != 101 || failure.Attempts != 1 || !errors.Is(err, gainsight.ErrServer) {
		t.Errorf("got %v", err)
	}
}

// wantedCertificate is what a client of TLS 1.3 is told that has no certificate for a server that wants one.
func wantedCertificate(t *testing.T) error {
	t.Helper()
	standard := httptest.NewUnstartedServer(http.NotFoundHandler())
	standard.StartTLS()
	defer standard.Close()
	near, far := net.Pipe()
	defer near.Close()
	server := tls.Server(far, &tls.Config{Certificates: standard.TLS.Certificates, ClientAuth: tls.RequireAnyClientCert})
	go func() {
		_ = server.Handshake()
		_ = far.Close()
	}()
	trusted := standard.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	_, err := tls.Client(near, &tls.Config{RootCAs: trusted, ServerName: "example.com"}).Read(make([]byte, 1))
	return err
}

// cancelledAt is why a context is done.
type cancelledAt time.Time

func (cancelledAt) Error() string { return "cancelled by a test" }

// watched is a transport that counts what is under way, and what comes after its context is done.
type watched struct {
	next     http.RoundTripper
	underWay atomic.Int32
	late     atomic.Int32
	all      atomic.Int32
}

func (w *watched) RoundTrip(r *http.Request) (*http.Response, error) {
	w.all.Add(1)
	var at cancelledAt
	if errors.As(context.Cause(r.Context()), &at) && time.Now().After(time.Time(at)) {
		w.late.Add(1)
	}
	w.underWay.Add(1)
	response, err := w.next.RoundTrip(r)
	if err != nil {
		w.underWay.Add(-1)
		return nil, err
	}
	response.Body = &watchedBody{response.Body, w, sync.Once{}}
	return response, nil
}

type watchedBody struct {
	io.ReadCloser
	watched *watched
	once    sync.Once
}

func (b *watchedBody) Close() error {
	b.once.Do(func() { b.watched.underWay.Add(-1) })
	return b.ReadCloser.Close()
}

func (w *watched) check(t *testing.T) {
	t.Helper()
	if w.underWay.Load() != 0 || w.all.Load() == 0 {
		t.Errorf("of %d requests, %d are not over", w.all.Load(), w.underWay.Load())
	}
}

const cancellations = 1000

// cancelAtRandom makes calls that are cancelled after a random time, several at once.
func cancelAtRandom(t *testing.T, longest time.Duration, call func(ctx context.Context) error) {
	t.Helper()
	var group sync.WaitGroup
	var cancelled atomic.Int32
	for worker := range 8 {
		random := rand.New(rand.NewPCG(uint64(worker), 7))
		group.Go(func() {
			for range cancellations / 8 {
				ctx, cancel := context.WithCancelCause(context.Background())
				timer := time.AfterFunc(time.Duration(random.Int64N(int64(longest))), func() { cancel(cancelledAt(time.Now())) })
				_ = call(ctx)
				if ctx.Err() != nil {
					cancelled.Add(1)
				}
				timer.Stop()
				cancel(nil)
			}
		})
	}
	group.Wait()
	if cancelled.Load() < cancellations/10 {
		t.Errorf("only %d of %d calls were cancelled", cancelled.Load(), cancellations)
	}
}

// Calls are cancelled while they wait for the quota, for another attempt, for a token and for a reply. The bubble ends only
// when no goroutine is left.
func TestCancellations(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := gainsighttest.NewTenant(gainsighttest.WithTokenLifetime(2 * time.Minute))
		faults := []gainsighttest.Fault{gainsighttest.Slow(20 * time.Second), gainsighttest.BadGateway(), gainsighttest.ResetAfter(), gainsighttest.CutOff(), gainsighttest.Refuse(429, "GU_2400")}
		for index := range 2000 {
			tenant.Inject("listUserRecords", index, faults[index%len(faults)])
			tenant.Inject("issueToken", index, faults[index%(len(faults)-1)])
		}
		transport := &watched{next: tenant.Transport()}
		client := newClientWithout(t, gainsight.WithM2M(tenant.ClientID(), tenant.ClientSecret()), gainsight.WithHTTPClient(&http.Client{Transport: transport, Timeout: time.Minute}),
			gainsight.WithMaxWait(time.Hour), gainsight.WithQuota(gainsight.QuotaUserManagement, quota.Window{Calls: 10, Per: time.Minute}))
		cancelAtRandom(t, 10*time.Minute, func(ctx context.Context) error {
			for _, err := range client.Users.List(ctx, gainsight.UserListOptions{}) {
				if err != nil {
					return err
				}
			}
			return nil
		})
		time.Sleep(2 * time.Minute) // the last token call is nobody's
		transport.check(t)
		if late := transport.late.Load(); late != 0 {
			t.Errorf("%d requests were sent after their context was done", late)
		}
	})
}

// lockedRandom is for several goroutines.
type lockedRandom struct {
	mu     sync.Mutex
	random *rand.Rand
}

func (r *lockedRandom) below(n int) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.random.IntN(n)
}

// The same with real connections, of which none is left. Here a context can be done while a request is handed over, and
// nobody can tell that from a request that should not have been sent.
func TestCancellationsOfConnections(t *testing.T) {
	http.DefaultTransport.(*http.Transport).CloseIdleConnections() // which other tests have left
	before := runtime.NumGoroutine()
	var open atomic.Int32
	random := lockedRandom{random: rand.New(rand.NewPCG(8, 7))}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		select {
		case <-time.After(time.Duration(random.below(int(2 * time.Millisecond)))):
		case <-r.Context().Done():
		}
		switch random.below(4) {
		case 0:
			panic(http.ErrAbortHandler)
		case 1:
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = io.WriteString(w, `{"result":true}`)
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed:
			open.Add(-1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	inner := new(http.Transport)
	transport := &watched{next: inner}
	client := newClient(t, server.URL, gainsight.WithLoopbackHTTP(), gainsight.WithHTTPClient(&http.Client{Transport: transport, Timeout: time.Minute}),
		gainsight.WithQuota(gainsight.QuotaUserManagement, quota.Window{Calls: 100_000, Per: time.Hour}),
		gainsight.WithRetry(gainsight.RetryPolicy{MaxWait: time.Millisecond, Budget: 1}))
	cancelAtRandom(t, 4*time.Millisecond, func(ctx context.Context) error { return safeCall(ctx, client) })
	transport.check(t)
	inner.CloseIdleConnections()
	server.Close()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); runtime.Gosched() {
		if open.Load() == 0 && runtime.NumGoroutine() <= before {
			return
		}
	}
	t.Errorf("%d connections and %d goroutines are left", open.Load(), runtime.NumGoroutine()-before)
}
