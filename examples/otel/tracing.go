package main

import (
	"context"
	"net/http"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/trace"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// tracing returns the options that make a span of each attempt, which is named after the operation. Retries, and pages of a
// list, are attempts of their own. Waiting for the quota is in none of them.
func tracing(transport http.RoundTripper, provider trace.TracerProvider) []gainsight.Option {
	traced := otelhttp.NewTransport(transport, otelhttp.WithTracerProvider(provider), otelhttp.WithSpanNameFormatter(spanName))
	return []gainsight.Option{
		gainsight.WithHTTPClient(&http.Client{Transport: traced, Timeout: time.Minute}),
		gainsight.WithHook(rememberOperation),
	}
}

type operationKey struct{}

// rememberOperation puts the operation where spanName finds it.
func rememberOperation(ctx context.Context, attempt gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
	return context.WithValue(ctx, operationKey{}, attempt.Op), nil
}

func spanName(_ string, request *http.Request) string {
	operation, _ := request.Context().Value(operationKey{}).(string)
	return "gainsight " + operation
}
