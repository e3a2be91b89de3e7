// Package secret keeps keys and tokens out of whatever is printed.
package secret

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
)

// Secret is a key, a password or a token. Whatever prints it gets a fingerprint. The text itself lies in a closure, since
// fmt prints the fields of a struct without asking their methods when the struct is unexported.
type Secret struct {
	reveal      func() string
	fingerprint string
}

// New returns a secret of a kind, which its fingerprint names, such as "accesskey".
func New(kind, text string) Secret {
	sum := sha256.Sum256([]byte(text))
	return Secret{
		reveal:      func() string { return text },
		fingerprint: kind + ":sha256:" + hex.EncodeToString(sum[:6]),
	}
}

// Mark is in place of a secret that was made by Redacted.
const Mark = "REDACTED"

// Redacted returns a secret that prints as [Mark]. It is for what others get to read: from the fingerprint of a password
// that is short, the password can be guessed.
func Redacted(text string) Secret {
	return Secret{reveal: func() string { return text }, fingerprint: Mark}
}

// Reveal returns the secret itself, and "" for the zero Secret.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// String returns the fingerprint.
func (s Secret) String() string { return s.fingerprint }

// Format prints the fingerprint for every verb.
func (s Secret) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte(s.fingerprint)) }

// MarshalText returns the fingerprint; encoding/json uses it too.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.fingerprint), nil }

// LogValue returns the fingerprint.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.fingerprint) }
