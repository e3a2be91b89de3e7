package gainsight

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
)

const (
	// tokenTimeout bounds the wait for a token.
	tokenTimeout = time.Minute
	// maxEarly is how long before its end a token is replaced, at most; of a short life, it is a quarter.
	maxEarly = time.Minute
)

var (
	errNoTokenInTime = fmt.Errorf("no token came within %s: %w", tokenTimeout, context.DeadlineExceeded)
	errSourceBroke   = errors.New("fetching a token panicked, or ended its goroutine")
)

// tokens hands out bearer tokens. However many calls want one, it is fetched once, kept until shortly before it expires,
// and fetched anew after it was refused.
type tokens struct {
	fetch   fetchToken
	secrets *secret.Keeper

	mu      sync.Mutex
	current bearer
	pending *pendingToken // that somebody waits for
}

type fetchToken = func(ctx context.Context) (*oauth2.Token, error)

// bearer is a bearer token with the time after which it is no longer used; the zero time means none.
type bearer struct {
	secret.Secret
	until time.Time
}

func (t bearer) isUsable(now time.Time) bool {
	return t.Reveal() != "" && (t.until.IsZero() || now.Before(t.until))
}

// pendingToken is a token on its way. Its fields are written before done is closed.
type pendingToken struct {
	done  chan struct{}
	token bearer
	err   error
}

// get returns a token. It waits no longer than the context and tokenTimeout allow, whatever the source does.
func (t *tokens) get(ctx context.Context) (bearer, error) {
	pending := t.join()
	limit := time.NewTimer(tokenTimeout)
	defer limit.Stop()
	select {
	case <-pending.done:
		return pending.token, pending.err
	case <-ctx.Done():
		return bearer{}, ctx.Err()
	case <-limit.C:
		return bearer{}, errNoTokenInTime
	}
}

// join returns the token that is there, or the one that is on its way, which it sends for if need be. One caller that
// gives up must not spoil it for the others, so nobody's context goes with the fetch.
func (t *tokens) join() *pendingToken {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.current.isUsable(time.Now()) {
		ready := &pendingToken{done: make(chan struct{}), token: t.current}
		close(ready.done)
		return ready
	}
	if t.pending == nil {
		t.pending = &pendingToken{done: make(chan struct{})}
		go t.fill(t.pending)
	}
	return t.pending
}

func (t *tokens) fill(pending *pendingToken) {
	ctx, cancel := context.WithTimeout(context.Background(), tokenTimeout)
	defer cancel()
	pending.err = errSourceBroke
	defer func() {
		_ = recover() // nobody above could catch it, and what it says may hold a secret
		t.mu.Lock()
		defer t.mu.Unlock()
		t.current, t.pending = pending.token, nil
		close(pending.done)
	}()
	pending.token, pending.err = t.fetchUsable(ctx)
}

func (t *tokens) fetchUsable(ctx context.Context) (bearer, error) {
	fetched, err := t.fetch(ctx)
	switch {
	case err != nil:
		return bearer{}, t.secrets.Error(err)
	case fetched == nil || fetched.AccessToken == "":
		return bearer{}, errors.New("the token source gave no token")
	case !isCredential(fetched.AccessToken):
		return bearer{}, errors.New("the token has spaces around it, or characters that no header can carry")
	case !strings.EqualFold(fetched.Type(), "Bearer"):
		return bearer{}, fmt.Errorf("the token is of the type %.80q, and only Bearer is known", fetched.Type())
	}
	fresh := bearer{Secret: secret.New("token", fetched.AccessToken), until: usedUntil(time.Now(), fetched.Expiry)}
	t.secrets.KeepPassing(fresh.Secret)
	return fresh, nil
}

// usedUntil is somewhat before a token expires, since a request takes its time and clocks differ.
func usedUntil(now, expiry time.Time) time.Time {
	if expiry.IsZero() {
		return expiry
	}
	return expiry.Add(-min(maxEarly, expiry.Sub(now)/4))
}

// replace fetches another token in place of one that was refused, unless somebody did already. It reports whether that
// is another one.
func (t *tokens) replace(ctx context.Context, refused bearer) (isAnother bool, err error) {
	t.mu.Lock()
	if t.current.Reveal() == refused.Reveal() {
		t.current = bearer{}
	}
	t.mu.Unlock()
	fresh, err := t.get(ctx)
	return err == nil && fresh.Reveal() != refused.Reveal(), err
}
