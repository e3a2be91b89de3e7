package secret

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
)

// Whatever prints a secret, alone or inside of something, gets its fingerprint.
func TestSecretIsNeverPrinted(t *testing.T) {
	const text = "not-to-be-seen"
	secret := New("kind", text)
	keeper := new(Keeper)
	keeper.Keep(secret)
	type holder struct {
		secret Secret
		Open   Secret
		keeper *Keeper
	}
	held := holder{secret, secret, keeper}
	var log bytes.Buffer
	for _, logger := range []*slog.Logger{slog.New(slog.NewTextHandler(&log, nil)), slog.New(slog.NewJSONHandler(&log, nil))} {
		logger.Info("x", "secret", secret, "held", held, "keeper", keeper)
	}
	encoded, err := json.Marshal([]any{secret, held, map[string]Secret{"x": secret}, keeper})
	if err != nil {
		t.Fatal(err)
	}
	printed := log.String() + string(encoded) + secret.String()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t"} {
		for _, value := range []any{secret, &secret, held, &held, []Secret{secret}, map[string]any{"x": secret}, keeper} {
			printed += fmt.Sprintf(verb, value)
		}
	}
	for _, form := range []string{text, fmt.Sprintf("%x", text), fmt.Sprintf("%X", text), fmt.Sprint([]byte(text))} {
		if strings.Contains(printed, form) {
			t.Errorf("%q is in %s", form, printed)
		}
	}
	if want := "kind:sha256:"; !strings.HasPrefix(secret.String(), want) || len(secret.String()) != len(want)+12 || secret.Reveal() != text {
		t.Errorf("got %s", secret)
	}
	if New("kind", text+".").String() == secret.String() || New("kind", text).String() != secret.String() {
		t.Error("the fingerprint does not tell secrets apart")
	}
	if redacted := Redacted(text); fmt.Sprintf("%v %q", redacted, redacted) != "REDACTED REDACTED" || redacted.Reveal() != text {
		t.Errorf("got %v", redacted)
	}
	if none := (Secret{}); none.Reveal() != "" || fmt.Sprint(none) != "" {
		t.Errorf("the zero Secret is %q", none.Reveal())
	}
}

func TestKeeperTakesOut(t *testing.T) {
	keeper := new(Keeper)
	if got := keeper.Text("a"); got != "a" || keeper.Body("a") != "a" {
		t.Errorf("got %s", got)
	}
	odd, short, long := New("odd", `a "b"&<c>/+d\`), New("short", "abcdef"), New("long", "abcdefghij")
	keeper.Keep(odd, New("empty", ""), Secret{})
	keeper.Keep(short)
	keeper.KeepPassing(long)
	for text, want := range map[string]string{
		"":                                   "",
		"nothing":                            "nothing",
		"x abcdef y":                         "x " + short.String() + " y",
		"abcdefghijk":                        long.String() + "k", // not the short one within it
		"abcdefabcdefghij":                   short.String() + long.String(),
		`x a "b"&<c>/+d\ y`:                  "x " + odd.String() + " y",
		`?k=a+%22b%22%26%3Cc%3E%2F%2Bd%5C`:   "?k=" + odd.String(),
		`/a%20%22b%22&%3Cc%3E%2F+d%5C`:       "/" + odd.String(),
		`<p>a &#34;b&#34;&amp;&lt;c&gt;/+d\`: "<p>" + odd.String(),
		`"a \"b\"&<c>/+d\\"`:                 `"` + odd.String() + `"`,
	} {
		if got := keeper.Text(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
	for before := range 4 { // alone, as a password behind a name, and in longer texts
		for _, after := range []string{"", "x", "yz"} {
			encoded := base64.URLEncoding.EncodeToString([]byte(strings.Repeat("\xff", before) + odd.Reveal() + after))
			if got := keeper.Text(encoded); !strings.Contains(got, odd.String()) || len(got) > len(odd.String())+before+len(after)+8 {
				t.Errorf("%s: got %s", encoded, got)
			}
		}
	}
	for body, want := range map[string]string{
		"cut at abcd":     "cut at " + short.String(),
		"cut at abcdefgh": "cut at " + short.String() + "gh", // what is left is too short to matter
		"no cut abc":      "no cut abc",
	} {
		if got := keeper.Body(body); got != want {
			t.Errorf("%s: got %s, want %s", body, got, want)
		}
	}
}

// Of secrets that follow one another, the last ones are known.
func TestPassingSecretsAreForgotten(t *testing.T) {
	keeper := new(Keeper)
	token := func(i int) Secret { return New("token", fmt.Sprintf("token-number-%04d", i)) }
	keeper.Keep(New("key", "the-key"))
	for i := range 1_000 {
		keeper.KeepPassing(token(i))
		keeper.KeepPassing(token(i)) // once more is no other
	}
	known := 0
	for i := range 1_000 {
		if keeper.Text(token(i).Reveal()) == token(i).String() {
			known++
		}
	}
	if known != maxPassing || keeper.Text(token(999).Reveal()) != token(999).String() || strings.Contains(keeper.Text("the-key"), "the-key") {
		t.Errorf("%d are known", known)
	}
}

// An error keeps what it is when a secret is taken out of it, and does not lead back to the secret.
func TestKeeperError(t *testing.T) {
	keeper := new(Keeper)
	keeper.Keep(New("key", "the-key"))
	plain := errors.New("plain")
	if keeper.Error(nil) != nil || keeper.Error(plain) != plain {
		t.Error("an error without a secret is another")
	}
	err := keeper.Error(fmt.Errorf("lost with the-key: %w", io.ErrUnexpectedEOF))
	if !strings.HasPrefix(err.Error(), "lost with key:sha256:") || !errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Unwrap(err) != nil {
		t.Errorf("got %v", err)
	}
	if printed := fmt.Sprintf("%v %+v %#v %q", err, err, err, err); strings.Contains(printed, "the-key") {
		t.Errorf("got %s", printed)
	}
}

func TestKeeperIsSafeForConcurrentUse(t *testing.T) {
	keeper := new(Keeper)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for n := range 50 {
				text := fmt.Sprintf("secret-%d-%d", i, n)
				keeper.KeepPassing(New("token", text))
				keeper.Keep(New("key", fmt.Sprintf("key-%d", i)))
				_ = keeper.Text(text) + keeper.Body(text)
				_ = keeper.Error(errors.New(text))
			}
		})
	}
	group.Wait()
}
