package gainsight

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
)

// accessKey holds the tenant's key. Whatever prints it gets a fingerprint. The key itself lies in a closure, since
// fmt prints the fields of a struct without asking their methods when the struct is unexported.
type accessKey struct {
	reveal      func() string
	fingerprint string
}

func newAccessKey(key string) accessKey {
	sum := sha256.Sum256([]byte(key))
	return accessKey{
		reveal:      func() string { return key },
		fingerprint: "accesskey:sha256:" + hex.EncodeToString(sum[:6]),
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

// redact replaces the key in a text that comes from outside: a host, or a proxy before it, can echo a header.
func (k accessKey) redact(text string) string {
	key := k.reveal()
	return strings.NewReplacer(key, k.fingerprint, url.QueryEscape(key), k.fingerprint).Replace(text)
}

// redacted takes the key out of everything in the error that comes from outside.
func (e *Error) redacted(key accessKey) *Error {
	for _, text := range []*string{&e.Code, &e.Description, &e.RequestID, &e.Excerpt} {
		*text = key.redact(*text)
	}
	e.Err = key.redactError(e.Err)
	return e
}

// redactError returns the error itself if the key is not in it.
func (k accessKey) redactError(err error) error {
	if err == nil {
		return nil
	}
	if text := err.Error(); k.redact(text) != text {
		return errors.New(k.redact(text)) // what it wrapped would still hold the key
	}
	return err
}
