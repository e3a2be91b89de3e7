package gainsight

import (
	"context"
	"log/slog"
	"time"
)

// Attempt is one request as a hook sees it. It holds neither key nor address nor anything of a record, but for Err,
// which can quote the address.
type Attempt struct {
	Op     string // the operation's id in the OpenAPI document
	Method string
	Number int // 1 for the first attempt of a call

	// What follows is known when the attempt is over.

	Duration   time.Duration // the reply's body included
	StatusCode int           // the HTTP status; 0 if no reply came
	RequestID  string        // names the attempt to the vendor's support
	Err        error         // why there is no reply, or no whole one
}

// hook sees an attempt start. See WithHook.
type hook = func(ctx context.Context, attempt Attempt) (context.Context, func(Attempt))

// logAttempts is the hook that writes the log, with fields from a fixed list: nothing that could hold a key or a
// record's values.
func logAttempts(logger *slog.Logger) hook {
	return func(ctx context.Context, _ Attempt) (context.Context, func(Attempt)) {
		return ctx, func(attempt Attempt) {
			level := slog.LevelDebug
			if attempt.Err != nil || attempt.StatusCode >= 300 {
				level = slog.LevelWarn
			}
			logger.LogAttrs(ctx, level, "gainsight attempt",
				slog.String("operation", attempt.Op),
				slog.String("method", attempt.Method),
				slog.Int("attempt", attempt.Number),
				slog.Int("status", attempt.StatusCode),
				slog.String("request_id", attempt.RequestID),
				slog.Duration("duration", attempt.Duration),
			)
		}
	}
}
