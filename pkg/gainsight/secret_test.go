package gainsight

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/secret"
)

func TestAccessKeyIsNeverPrinted(t *testing.T) {
	const key = "a-key-that-must-not-be-seen"
	secret := secret.New("accesskey", key)
	config, err := newConfig([]Option{WithAccessKey(key), WithM2M(key, key)})
	if err != nil {
		t.Fatal(err)
	}
	client, err := New("acme.gainsightcloud.com", WithAccessKey(key), WithM2M(key, key))
	if err != nil {
		t.Fatal(err)
	}
	tokens := config.newTokens(client)
	tokens.current.Secret = secret
	tokens.secrets.KeepPassing(secret)
	m2m := newM2M(key, key)
	flight := &flight{token: tokens.current}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "key", secret, "client", client)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "key", secret, "config", config)
	text, err := json.Marshal(map[string]any{"key": secret})
	if err != nil {
		t.Fatal(err)
	}
	printed := log.String() + string(text) + secret.String()
	for _, verb := range []string{"%v", "%+v", "%#v", "%q", "%s", "%x", "%X", "%d"} {
		printed += fmt.Sprintf(verb, secret) + fmt.Sprintf(verb, &secret) + fmt.Sprintf(verb, *config) + fmt.Sprintf(verb, client) + fmt.Sprintf(verb, *client)
		printed += fmt.Sprintf(verb, tokens) + fmt.Sprintf(verb, m2m) + fmt.Sprintf(verb, flight) + fmt.Sprintf(verb, config.secrets)
	}
	if strings.Contains(printed, m2m.basic.Reveal()) || strings.Contains(printed, key) || strings.Contains(printed, fmt.Sprintf("%x", key)) || strings.Contains(printed, fmt.Sprintf("%X", key)) {
		t.Errorf("the key is in %s", printed)
	}
	want := secret.String()
	if !strings.HasPrefix(want, "accesskey:sha256:") || fmt.Sprintf("%v %+v %#v %q", secret, secret, secret, secret) != strings.Join([]string{want, want, want, want}, " ") {
		t.Errorf("got %v", secret)
	}
	if !strings.Contains(log.String(), want) || !strings.Contains(string(text), want) {
		t.Errorf("the fingerprint is missing in %s %s", &log, text)
	}
}
