package gainsight

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// observe logs every attempt, with fields from a fixed list: nothing that could hold a key or a record's values.
func observe(logger *slog.Logger) step {
	return func(request *http.Request, next doer) (*http.Response, error) {
		started := time.Now()
		response, err := next(request)
		logAttempt(request.Context(), logger, request.Method, response, err, time.Since(started))
		return response, err
	}
}

func logAttempt(ctx context.Context, logger *slog.Logger, method string, response *http.Response, err error, took time.Duration) {
	op, _ := operationOf(ctx)
	attributes := []slog.Attr{
		slog.String("operation", op.id),
		slog.String("method", method),
		slog.Duration("duration", took),
	}
	level := slog.LevelDebug
	if response != nil {
		attributes = append(attributes, slog.Int("status", response.StatusCode), slog.String("request_id", requestIDOf(response.Header)))
		if response.StatusCode >= 300 {
			level = slog.LevelWarn
		}
	}
	if err != nil {
		level = slog.LevelWarn
		attributes = append(attributes, slog.Bool("sent", !neverSent(err)))
	}
	logger.LogAttrs(ctx, level, "gainsight call", attributes...)
}

// requestIDOf reads the headers that repeat the envelope's requestId (L).
func requestIDOf(header http.Header) string {
	if id := header.Get("x-gs-request-id"); id != "" {
		return printable(id)
	}
	return printable(header.Get("x-request-id"))
}
