package redisquota

import (
	"context"
	"errors"
	"net"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// each calls all methods of a store.
func each(store quota.Store, bucket quota.Bucket) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"take": func(ctx context.Context) error {
			_, err := store.Take(ctx, bucket, time.Minute)
			return err
		},
		"settle": func(ctx context.Context) error {
			return store.Settle(ctx, bucket, 1, quota.End{Kind: quota.Arrived})
		},
		"state": func(ctx context.Context) error {
			_, err := store.State(ctx, bucket)
			return err
		},
	}
}

const password = "correct-horse"

// nobody listens where it dials.
func nobody(context.Context, string, string) (net.Conn, error) { return nil, syscall.ECONNREFUSED }

// TestFails has Redis not do what it should. Each error says what was tried and what is wrong, and has no password.
func TestFails(t *testing.T) {
	t.Parallel()
	locked := newServer(t, "--requirepass", password)
	replica := newServer(t, "--replicaof", "127.0.0.1", "1") // where nobody is
	taken := newServer(t)
	taken.client().Set(t.Context(), heads, "something else", 0)
	for name, test := range map[string]struct {
		options redis.Options
		want    string
	}{
		"nobody is there":       {redis.Options{Dialer: nobody, Password: password}, syscall.ECONNREFUSED.Error()},
		"the password is wrong": {redis.Options{Network: "unix", Addr: locked.socket, Password: password + "-battery"}, "WRONGPASS"},
		"no password is given":  {redis.Options{Network: "unix", Addr: locked.socket}, "NOAUTH"},
		"it is a replica":       {redis.Options{Network: "unix", Addr: replica.socket}, "READONLY"},
		"keys of others":        {redis.Options{Network: "unix", Addr: taken.socket}, "WRONGTYPE"},
	} {
		t.Run(name, func(t *testing.T) {
			test.options.MaxRetries, test.options.DialerRetries = -1, 1
			client := redis.NewClient(&test.options)
			defer client.Close()
			for method, call := range each(New(client), acme) {
				err := call(t.Context())
				if err == nil {
					t.Errorf("%s does not fail", method)
					continue
				}
				text := err.Error()
				if !strings.HasPrefix(text, "quota: Redis: "+method+", user-management of acme.us2.gainsightcloud.com: ") || !strings.Contains(text, test.want) {
					t.Errorf("%s: %s, want %s", method, text, test.want)
				}
				if strings.Contains(text, password) {
					t.Errorf("%s: the password is in the error: %s", method, text)
				}
			}
		})
	}
}

// TestSilent has Redis accept connections and say nothing. The client of Redis would wait for minutes.
func TestSilent(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	client := redis.NewClient(&redis.Options{Addr: listener.Addr().String(), ReadTimeout: time.Minute, MaxRetries: -1})
	defer client.Close()
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	soon, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	for name, test := range map[string]struct {
		ctx     context.Context
		timeout time.Duration
		want    func(error) bool
	}{
		"its own limit":        {t.Context(), 20 * time.Millisecond, func(err error) bool { return strings.HasSuffix(err.Error(), ": no reply within 20ms") }},
		"the caller's limit":   {soon, time.Hour, func(err error) bool { return errors.Is(err, context.DeadlineExceeded) }},
		"the caller has given": {canceled, time.Hour, func(err error) bool { return errors.Is(err, context.Canceled) }},
	} {
		t.Run(name, func(t *testing.T) {
			for method, call := range each(New(client, WithTimeout(test.timeout)), acme) {
				if err := call(test.ctx); err == nil || !test.want(err) {
					t.Errorf("%s: %v", method, err)
				}
			}
		})
	}
}

// holdBack is a network on which replies to the script come late.
type holdBack struct {
	redis.Hook
	until chan struct{}
}

func (h holdBack) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		if cmd.Name() == "evalsha" {
			<-h.until
		}
		return err
	}
}

func (h holdBack) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h holdBack) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// A slot that Redis gives when nobody waits for it any more is given back.
func TestGivenBack(t *testing.T) {
	t.Parallel()
	server := newServer(t)
	client := server.client()
	stateOf(t, New(client), acme) // so that Redis knows the script

	slow, until := server.client(), make(chan struct{})
	slow.AddHook(holdBack{until: until})
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() {
		_, err := New(slow, WithTimeout(time.Hour)).Take(ctx, acme, time.Minute)
		failed <- err
	}()
	await(t, func() bool { return client.ZCard(t.Context(), calls).Val() == 1 })
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	close(until)
	await(t, func() bool { return client.ZCard(t.Context(), calls).Val() == 0 })
}

// counter counts commands, and sends none.
type counter struct {
	holdBack
	commands int
}

func (c *counter) ProcessHook(redis.ProcessHook) redis.ProcessHook {
	return func(context.Context, redis.Cmder) error { c.commands++; return errors.New("nothing is sent") }
}

func TestNothingAfterTheEnd(t *testing.T) {
	t.Parallel()
	client, counter := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1"}), new(counter)
	defer client.Close()
	client.AddHook(counter)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := New(client).Take(ctx, acme, time.Minute); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		synctest.Wait()
		if counter.commands != 0 {
			t.Errorf("%d commands after the end", counter.commands)
		}
	})
}

// The client of Redis asks again where a reply was lost. That takes no second slot, and counts no request twice.
func TestAskedAgain(t *testing.T) {
	t.Parallel()
	s := New(newServer(t).client()).(*store)
	bucket := acme
	bucket.Windows = []quota.Window{{Calls: 1, Per: time.Hour}, day}
	for _, q := range []question{
		{Do: "take", Slot: 7, Lease: 1000},
		{Do: "settle", Slot: 7, End: "arrived", Extra: 1},
	} {
		for range 2 {
			answer, err := s.ask(t.Context(), bucket, q)
			if err != nil || q.Do == "take" && answer[0] != 0 {
				t.Fatal(q.Do, answer, err)
			}
		}
	}
	if left := stateOf(t, s, bucket).Left(day); left != day.Calls-2 {
		t.Errorf("%d calls are left, want %d", left, day.Calls-2)
	}
}

func TestRefusedBefore(t *testing.T) {
	t.Parallel()
	client := redis.NewClient(&redis.Options{Dialer: nobody, MaxRetries: -1})
	defer client.Close()
	for want, call := range map[string]func() error{
		"no window is given":   func() error { return each(New(client), quota.Bucket{Host: "acme", Class: "c"})["state"](t.Context()) },
		`prefix "{a}" has`:     func() error { return each(New(client, WithPrefix("{a}")), acme)["state"](t.Context()) },
		"lease of 0s":          func() error { _, err := New(client).Take(t.Context(), acme, 0); return err },
		"lease of 24h0m0.001s": func() error { _, err := New(client).Take(t.Context(), acme, 24*time.Hour+time.Millisecond); return err },
	} {
		if err := call(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
