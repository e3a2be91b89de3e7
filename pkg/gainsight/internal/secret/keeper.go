package secret

import (
	"cmp"
	"encoding/base64"
	"errors"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// maxPassing is how many passing secrets are known at a time. Each lives for a day or so, and what echoes one does it at
// once.
const maxPassing = 16

// Keeper knows secrets and takes them out of texts from outside: a host, or a proxy before it, can echo a header. It
// prints as nothing.
type Keeper struct {
	mu      sync.RWMutex
	lasting []Secret
	passing []Secret                 // the newest comes last
	takeOut func(text string) string // a method, since fmt prints the fields of a strings.Replacer
}

// Keep makes secrets known for good.
func (k *Keeper) Keep(secrets ...Secret) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.lasting = append(k.lasting, secrets...)
	k.takeOut = k.newReplacer().Replace
}

// KeepPassing makes a secret known that others will follow, such as a token. The oldest one is forgotten in time.
func (k *Keeper) KeepPassing(secret Secret) {
	k.mu.Lock()
	defer k.mu.Unlock()
	isIt := func(other Secret) bool { return other.Reveal() == secret.Reveal() }
	k.passing = append(slices.DeleteFunc(k.passing, isIt), secret)
	if len(k.passing) > maxPassing {
		k.passing = slices.Delete(k.passing, 0, len(k.passing)-maxPassing)
	}
	k.takeOut = k.newReplacer().Replace
}

// newReplacer looks for the longest first, so that of a secret within another nothing is left.
func (k *Keeper) newReplacer() *strings.Replacer {
	all := slices.Concat(k.lasting, k.passing)
	slices.SortStableFunc(all, func(a, b Secret) int { return cmp.Compare(len(b.Reveal()), len(a.Reveal())) })
	var pairs []string
	for _, secret := range all {
		if text := secret.Reveal(); text != "" {
			for _, spelling := range spellings(text) {
				pairs = append(pairs, spelling, secret.fingerprint)
			}
		}
	}
	return strings.NewReplacer(pairs...)
}

// spellings are the ways in which a text is echoed: as it is, in an address, in a page, in quotes, and in base64.
func spellings(text string) []string {
	quoted := strconv.Quote(text)
	plain := []string{text, url.QueryEscape(text), url.PathEscape(text), html.EscapeString(text), quoted[1 : len(quoted)-1]}
	return append(plain, inBase64(text)...)
}

// minBase64 is the shortest text that is looked for in base64, where what is shorter stands by chance.
const minBase64 = 6

// inBase64 are the ways in which a text is written in base64, alone or as a part of something longer: then it can begin
// at three places of a group, and the digits at its ends also depend on what is beside it.
func inBase64(text string) (spellings []string) {
	for before := range 3 {
		digits := base64.RawStdEncoding.EncodeToString(append(make([]byte, before), text...))
		end := len(digits)
		if (before+len(text))%3 != 0 {
			end--
		}
		if digits = digits[(before*8+5)/6 : end]; len(digits) >= minBase64 {
			inURLs := strings.ReplaceAll(strings.ReplaceAll(digits, "+", "-"), "/", "_")
			spellings = append(spellings, digits, inURLs)
		}
	}
	return spellings
}

// Text returns a text with fingerprints in place of secrets.
func (k *Keeper) Text(text string) string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.takeOut == nil {
		return text
	}
	return k.takeOut(text)
}

// minRest is the shortest start of a secret that is taken out at the end of a body.
const minRest = 4

// Body also takes out the start of a secret at the end of a body, where it may have been cut off.
func (k *Keeper) Body(body string) string {
	body = k.Text(body)
	k.mu.RLock()
	defer k.mu.RUnlock()
	for _, secret := range slices.Concat(k.lasting, k.passing) {
		text := secret.Reveal()
		for n := len(text) - 1; n >= minRest; n-- {
			if rest, found := strings.CutSuffix(body, text[:n]); found {
				return rest + secret.fingerprint
			}
		}
	}
	return body
}

// redactedError stands for an error that quotes a secret. What it wrapped is in a closure, for errors.Is only.
type redactedError struct {
	text string
	is   func(target error) bool
}

func (e *redactedError) Error() string        { return e.text }
func (e *redactedError) Is(target error) bool { return e.is(target) }

// Error returns the error itself if no secret is in it.
func (k *Keeper) Error(err error) error {
	if err == nil {
		return nil
	}
	text := k.Text(err.Error())
	if text == err.Error() {
		return err
	}
	return &redactedError{text, func(target error) bool { return errors.Is(err, target) }}
}
