package gainsight

import (
	"log/slog"
	"net/http"
	"time"
)

// observe logs every attempt, with fields from a fixed list: nothing that could hold a key or a record's values.
func observe(logger *slog.Logger, key accessKey) step {
	return func(request *http.Request, next doer) (*http.Response, error) {
		started := time.Now()
		response, err := next(request)
		took := time.Since(started)
		attributes := []slog.Attr{slog.String("method", request.Method), slog.Duration("duration", took)}
		level := slog.LevelDebug
		if err != nil {
			level = slog.LevelWarn
		}
		if response != nil {
			attributes = append(attributes, slog.Int("status", response.StatusCode), slog.String("request_id", key.redact(requestIDOf(response.Header))))
			if response.StatusCode >= 300 {
				level = slog.LevelWarn
			}
		}
		op, _ := operationOf(request.Context())
		logger.LogAttrs(request.Context(), level, "gainsight attempt", append(attributes, slog.String("operation", op.id))...)
		return response, err
	}
}

// requestIDOf reads the headers that repeat the envelope's requestId (L).
func requestIDOf(header http.Header) string {
	if id := header.Get("x-gs-request-id"); id != "" {
		return printable(id)
	}
	return printable(header.Get("x-request-id"))
}
