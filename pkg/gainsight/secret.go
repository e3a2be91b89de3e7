package gainsight

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
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
