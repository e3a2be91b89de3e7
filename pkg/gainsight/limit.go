package gainsight

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/loose"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// quotas counts the calls of a client, each class of operations for itself.
type quotas struct {
	host    string
	windows map[QuotaClass][]quota.Window // a class that is not here has no limit
	limiter *quota.Limiter
	maxWait time.Duration // for a slot
	attempt time.Duration // that one attempt may take
	budget  float64       // the part of the shortest window that retries may use
	logger  *slog.Logger
}

func newQuotas(host string, config *config) *quotas {
	return &quotas{
		host: host, windows: config.windows, limiter: quota.NewLimiter(config.quotaStore),
		maxWait: config.maxWait, attempt: config.attemptTime(), budget: config.retry.Budget, logger: config.logger,
	}
}

const (
	// unboundedAttempt bounds an attempt where the HTTP client has no timeout: a call counts until it cannot arrive any more.
	unboundedAttempt = 10 * time.Minute
	// longestAttempt keeps within what a store takes for a lease.
	longestAttempt = 12 * time.Hour
	// slack is for what an attempt does besides using the HTTP client: running hooks, and asking the store.
	slack = 5 * time.Second
)

// attemptTime is how long an attempt may take between its slot and the end of its reply: until it has a token, if it may need
// one, and then as long as the HTTP client permits. A program that is killed leaves its slots taken for that long.
func (c *config) attemptTime() time.Duration {
	timeout := c.httpClient.Timeout
	if timeout <= 0 {
		timeout = unboundedAttempt
	}
	attempt := min(timeout, longestAttempt) + slack
	if c.usesTokens {
		attempt += tokenTimeout
	}
	return attempt
}

func (q *quotas) bucket(class QuotaClass) (bucket quota.Bucket, isLimited bool) {
	windows, isLimited := q.windows[class]
	return quota.Bucket{Host: q.host, Class: string(class), Windows: windows}, isLimited
}

// throttling says for how long a call of an operation is held back after a refusal, and how long it may wait in all until the
// tenant takes calls again: not at all if calls are not counted.
func (c *Client) throttling(op gsapi.Operation) (pause, longest time.Duration) {
	bucket, isLimited := c.quotas.bucket(op.Quota)
	if !isLimited {
		return 0, 0
	}
	return bucket.Pause(), c.quotas.maxWait
}

// limit lets a request pass when it has a slot of its quota, for which it waits if that does not take too long. The slot is
// taken from the moment before the request is sent until after its reply came: somewhere between the two, it arrived.
func limit(quotas *quotas) step {
	return func(request *http.Request, next doer) (*http.Response, error) {
		ctx := request.Context()
		f := flightOf(ctx)
		bucket, isLimited := quotas.bucket(f.op.Quota)
		if !isLimited {
			return next(request)
		}
		slot, err := quotas.limiter.Acquire(ctx, bucket, quotas.attempt+slack, quotas.maxWait)
		if err != nil {
			return nil, &unsentError{noSlot(ctx, err)}
		}
		leased, cancel := context.WithTimeout(ctx, quotas.attempt)
		defer cancel()
		response, err := next(request.WithContext(leased))
		end := f.end(response, err)
		if end.Kind == quota.Refused {
			quotas.logger.LogAttrs(ctx, slog.LevelWarn, "gainsight refused a call for its quota, which others use too; calls stop for a while",
				slog.String("operation", f.op.ID), slog.String("quota", bucket.Class))
		}
		quotas.settle(ctx, slot, end)
		return response, err
	}
}

// noSlot says why there is no slot. A call that cannot be counted is not made.
func noSlot(ctx context.Context, err error) error {
	var used *QuotaError
	switch {
	case errors.As(err, &used):
		return fmt.Errorf("%w: %w", err, ErrRateLimited)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return fmt.Errorf("the call cannot be counted, so it is not made: %w", err)
}

// settle tells the store how a call ended. If that fails, only the log hears of it.
func (q *quotas) settle(ctx context.Context, slot *quota.Slot, end quota.End) {
	if err := slot.Settle(ctx, end); err != nil {
		q.logger.LogAttrs(ctx, slog.LevelWarn, "gainsight quota: how a call ended was not stored, so it counts for longer than it need", slog.Any("error", err))
	}
}

// end tells what the last attempt means for the quota.
func (f *flight) end(response *http.Response, err error) quota.End {
	switch {
	case isUnsent(err):
		return quota.End{Kind: quota.NeverSent}
	case err == nil && isRateLimited(response):
		return quota.End{Kind: quota.Refused, Extra: f.last.replays()}
	case err == nil:
		return quota.End{Kind: quota.Arrived, Extra: f.last.replays()}
	case !f.last.isSent:
		return quota.End{Kind: quota.NeverSent}
	}
	return quota.End{Kind: quota.Unknown, Extra: f.last.replays()}
}

// isRateLimited reports whether a reply says that the limit of calls is reached: by its status or, at any status, by its
// code.
func isRateLimited(response *http.Response) bool {
	return response.StatusCode == http.StatusTooManyRequests || limitCode(response) != ""
}

// limitCode returns the code by which a reply says that the limit of calls is reached, and "" if it has none. A gateway's
// reply need not be an envelope.
func limitCode(response *http.Response) string {
	body := receivedOf(response).content
	if !bytes.Contains(body, []byte(CodeRateLimited)) && !bytes.Contains(body, []byte(CodeGatewayRateLimited)) {
		return "" // as nearly all are, and some are long
	}
	code := loose.Text(loose.Member(body, "errorCode"))
	if classOfCode[code] != ErrRateLimited || string(loose.Member(body, "result")) == "true" {
		return ""
	}
	return code
}
