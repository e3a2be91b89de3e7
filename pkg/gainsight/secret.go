package gainsight

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/printable"
)

// accessKey holds the tenant's key. Whatever prints it gets a fingerprint. The key itself lies in a closure, since
// fmt prints the fields of a struct without asking their methods when the struct is unexported.
type accessKey struct {
	reveal      func() string
	fingerprint string
	redact      func(text string) string // replaces the key in a text from outside: a host, or a proxy before it, can echo a header
}

func newAccessKey(key string) accessKey {
	sum := sha256.Sum256([]byte(key))
	fingerprint := "accesskey:sha256:" + hex.EncodeToString(sum[:6])
	return accessKey{
		reveal:      func() string { return key },
		fingerprint: fingerprint,
		redact:      strings.NewReplacer(key, fingerprint, url.QueryEscape(key), fingerprint).Replace,
	}
}

// String returns the fingerprint.
func (k accessKey) String() string { return k.fingerprint }

// Format prints the fingerprint for every verb.
func (k accessKey) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte(k.fingerprint)) }

// MarshalText returns the fingerprint; encoding/json uses it too.
func (k accessKey) MarshalText() ([]byte, error) { return []byte(k.fingerprint), nil }

// LogValue returns the fingerprint.
func (k accessKey) LogValue() slog.Value { return slog.StringValue(k.fingerprint) }

// redacted takes the key out of everything in the error that comes from outside.
func (e *Error) redacted(key accessKey) *Error {
	e.Code, e.RequestID = printable.Cut(key.redact(e.Code), maxName), printable.Cut(key.redact(e.RequestID), maxName)
	e.Description, e.Excerpt = printable.Cut(key.redact(e.Description), maxDescription), key.redact(e.Excerpt)
	e.Err = key.redactError(e.Err)
	return e
}

// Texts from outside are cut to a length that fits into a log.
const (
	maxName        = 128
	maxDescription = 1024
)

// redactedError stands for an error that quotes the key. What it wrapped is in a closure, for errors.Is only.
type redactedError struct {
	text string
	is   func(target error) bool
}

func (e *redactedError) Error() string        { return e.text }
func (e *redactedError) Is(target error) bool { return e.is(target) }

// redactError returns the error itself if the key is not in it.
func (k accessKey) redactError(err error) error {
	if err == nil {
		return nil
	}
	text := k.redact(err.Error())
	if text == err.Error() {
		return err
	}
	return &redactedError{text, func(target error) bool { return errors.Is(err, target) }}
}

// redactBody also takes out the start of a key at the end of a body, where it may have been cut off.
func (k accessKey) redactBody(body string) string {
	body = k.redact(body)
	key := k.reveal()
	for n := len(key) - 1; n >= 4; n-- {
		if rest, found := strings.CutSuffix(body, key[:n]); found {
			return rest + k.fingerprint
		}
	}
	return body
}
