package gainsight

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// isWorthRetry reports whether another attempt may succeed where the last one failed, and does no harm. One that was never
// sent does none. One that may have arrived can have been carried out, so only what can be done twice is tried again.
func (f *flight) isWorthRetry(ctx context.Context, response *http.Response, err error) bool {
	switch {
	case ctx.Err() != nil, err != nil && isFinal(err):
		return false
	case err != nil && !f.last.isSent:
		return true
	case f.op.Retry != gsapi.RetrySafe:
		return false
	}
	return err != nil || isPassing(response)
}

// isPassing reports whether a reply tells of a trouble that may pass: in the server, or on the way back.
func isPassing(response *http.Response) bool {
	switch response.StatusCode {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return !isRateLimited(response)
	}
	broken := receivedOf(response).broken
	return response.StatusCode < 300 && broken != nil && !isFinal(broken) && !isRateLimited(response)
}

// isFinal reports whether an attempt failed for a reason that will be there the next time too, or because somebody does not
// want it any more.
func isFinal(err error) bool {
	var opinion interface{ Retryable() bool }
	if errors.As(err, &opinion) && !opinion.Retryable() {
		return true
	}
	return isUnsent(err) || isCertificate(err) ||
		errors.Is(err, context.Canceled) || errors.Is(err, errReplyTooLong) || errors.Is(err, errSwitched) || errors.Is(err, http.ErrSchemeMismatch)
}

// isCertificate reports whether TLS failed for the certificate of either side. What the other side thinks of ours has no type
// but its words.
func isCertificate(err error) bool {
	var alert *net.OpError
	if errors.As(err, &alert) && alert.Op == "remote error" && strings.Contains(alert.Err.Error(), "certificate") {
		return true
	}
	var (
		unverified  *tls.CertificateVerificationError
		authority   x509.UnknownAuthorityError
		hostname    x509.HostnameError
		invalid     x509.CertificateInvalidError
		constraint  x509.ConstraintViolationError
		extension   x509.UnhandledCriticalExtension
		insecure    x509.InsecureAlgorithmError
		systemRoots x509.SystemRootsError
	)
	return errors.As(err, &unverified) || errors.As(err, &authority) || errors.As(err, &hostname) || errors.As(err, &invalid) ||
		errors.As(err, &constraint) || errors.As(err, &extension) || errors.As(err, &insecure) || errors.As(err, &systemRoots)
}

// retryAfter reads what a server asks for: a number of seconds, or a date (RFC 9110). What is neither asks for nothing.
func retryAfter(response *http.Response, now time.Time) time.Duration {
	if response == nil {
		return 0
	}
	text := strings.TrimSpace(response.Header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(text, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		return time.Duration(min(seconds, maxRetryAfter)) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(0, date.Sub(now))
	}
	return 0
}

// maxRetryAfter is a year in seconds, which no wait comes near.
const maxRetryAfter = 365 * 24 * 60 * 60
