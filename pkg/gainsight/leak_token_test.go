package gainsight_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// spy is everything that a program can print of a client and its calls.
type spy struct{ bytes.Buffer }

func (s *spy) options() []gainsight.Option {
	return []gainsight.Option{
		gainsight.WithLogger(slog.New(slog.NewJSONHandler(s, &slog.HandlerOptions{Level: slog.LevelDebug}))),
		gainsight.WithHook(func(ctx context.Context, start gainsight.Attempt) (context.Context, func(gainsight.Attempt)) {
			return ctx, func(end gainsight.Attempt) { s.print(start, end, end.Err) }
		}),
	}
}

func (s *spy) print(values ...any) {
	logger := slog.New(slog.NewTextHandler(s, nil))
	for _, value := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(s, verb, value)
		}
		logger.Info("x", "value", value)
		text, _ := json.Marshal(value)
		s.Write(text)
	}
}

func (s *spy) printError(err error) {
	for cause := err; cause != nil; cause = errors.Unwrap(cause) {
		s.print(cause)
	}
	for e := new(gainsight.Error); err != nil && errors.As(err, &e); err = e.Err {
		s.print(*e)
	}
}

// finds reports which secret was printed, in whatever spelling, or a good part of it.
func (s *spy) finds(secrets ...string) (secret string, found bool) {
	for _, secret := range secrets {
		for _, form := range []string{
			secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret), base64.StdEncoding.EncodeToString([]byte(secret)),
			fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), fmt.Sprint([]byte(secret)), secret[:len(secret)-3], secret[3:],
		} {
			if strings.Contains(s.String(), form) {
				return secret, true
			}
		}
	}
	return "", false
}

// echoes are the ways in which the other side can repeat what it got.
var echoes = map[string]func(secret string) scripted{
	"in a page":          func(secret string) scripted { return scripted{status: 403, body: "<pre>" + secret + "</pre>"} },
	"in a page, escaped": func(secret string) scripted { return scripted{status: 403, body: html.EscapeString(secret)} },
	"in an address":      func(secret string) scripted { return scripted{status: 404, body: "/x?" + url.QueryEscape(secret)} },
	"where it is cut":    func(secret string) scripted { return scripted{status: 500, body: strings.Repeat("x", 250) + secret} },
	"where it ends": func(secret string) scripted {
		return scripted{status: 502, body: "Authorization: " + secret[:len(secret)-3]}
	},
	"in a page with 200": func(secret string) scripted { return ok("<pre>" + secret) },
	"in a SCIM error": func(secret string) scripted {
		return scripted{status: 400, body: `{"scimType":` + quotedJSON(secret) + `,"detail":` + quotedJSON("bad token: "+secret) + `}`}
	},
	"in an envelope": func(secret string) scripted {
		return scripted{status: 401, body: `{"result":false,"errorCode":` + quotedJSON(secret) + `,"errorDesc":` + quotedJSON(secret) + `,"requestId":` + quotedJSON(secret) + `}`}
	},
	"in an RFC 6749 error": func(secret string) scripted {
		return scripted{status: 401, body: `{"error":` + quotedJSON(secret) + `,"error_description":` + quotedJSON(secret) + `}`}
	},
	"in a header": func(secret string) scripted {
		return scripted{status: 429, header: http.Header{"X-Gs-Request-Id": {secret}}}
	},
	"in a redirect": func(secret string) scripted {
		return scripted{status: 302, header: http.Header{"Location": {"https://evil.example.com/" + secret}}}
	},
	"in another type": func(secret string) scripted { return ok(`{"id":{` + quotedJSON(secret) + `:1}}`) },
	"in a name":       func(secret string) scripted { return ok(`{` + quotedJSON(secret) + `:1,` + quotedJSON(secret) + `:2}`) },
	"by the transport": func(secret string) scripted {
		return scripted{err: fmt.Errorf("malformed header %q, %s", secret, secret)}
	},
}

func quotedJSON(text string) string {
	quoted, _ := json.Marshal(text)
	return string(quoted)
}

// Whatever the tenant or its token endpoint echoes, and however: neither the client secret, nor what it is sent as, nor a
// token is in an error, a log, or what hooks see.
func TestEchoedTokensAndSecretsAreTakenOut(t *testing.T) {
	const clientSecret, token = `s3cret/with"odd&<characters>+in`, "a-token-that-must-not-be-seen"
	basic := base64.StdEncoding.EncodeToString([]byte("client:" + clientSecret))
	for name, echo := range echoes {
		t.Run(name, func(t *testing.T) {
			for _, secret := range []string{clientSecret, basic, token} {
				for _, where := range []string{"the token endpoint", "the tenant"} {
					if secret == token && where == "the token endpoint" {
						continue // it has not issued one
					}
					spy := new(spy)
					transport := roundTripFunc(func(r *http.Request) (*http.Response, error) {
						isToken := strings.HasSuffix(r.URL.Path, "/users/m2m/oauth/token")
						if isToken == (where == "the tenant") {
							return ok(`{"access_token":"` + token + `"}`).to(r), nil
						}
						if reply := echo(secret); reply.err == nil {
							return reply.to(r), nil
						}
						return nil, echo(secret).err
					})
					client := newClientWithout(t, append(spy.options(), gainsight.WithM2M("client", clientSecret), gainsight.WithHTTPClient(&http.Client{Transport: transport}), gainsight.WithoutRetry())...)
					_, err := client.SCIM.ServiceProviderConfig(t.Context())
					if err == nil && name != "in another type" { // of which nothing is read
						t.Errorf("%s: no error", where)
					}
					spy.printError(err)
					_, err = client.SCIM.Users.Get(t.Context(), "1", gainsight.SCIMAttributes{})
					spy.printError(err)
					_, err = client.CompanyTeam.DeleteMany(t.Context(), []string{"1P01"})
					spy.printError(err)
					_, err = client.API().ScimGetUserWithResponse(t.Context(), "1", nil)
					spy.printError(err)
					spy.print(client, *client, *client.SCIM, *client.SCIM.Users)
					if found, leaks := spy.finds(clientSecret, basic, token); leaks {
						t.Errorf("%s: %q is in %.4000s", where, found, spy)
					}
					if !strings.Contains(spy.String(), "gainsight attempt") {
						t.Error("nothing was logged")
					}
				}
			}
		})
	}
}

// A token whose reply cannot be understood is not known yet, so nothing of the reply is quoted.
func TestTokenInAReplyThatCannotBeUnderstood(t *testing.T) {
	const token = "a-token-that-must-not-be-seen"
	for _, body := range []string{
		token, `"` + token + `"`, `{"access_token":"` + token, `{"access_token":"` + token + `"}}`, `["` + token + `"]`, `{"token":"` + token + `"}`,
		`{"access_token":"` + token + `\n"}`, `{"access_token":"` + token + `","token_type":"mac"}`, `{"access_token":"` + token + `","access_token":"` + token + `"}`,
		`{"` + token + `":1,"` + token + `":2}`, `{"access_token":{"` + token + `":1}}`, "{\"access_token\":\"" + token + "\xff\"}", `<html>` + token,
	} {
		spy := new(spy)
		s := &script{replies: []scripted{ok(body)}}
		client := newClientWithout(t, append(spy.options(), gainsight.WithM2M("client", "secret-of-client"), gainsight.WithHTTPClient(&http.Client{Transport: s}))...)
		_, err := client.SCIM.Users.Get(t.Context(), "1", gainsight.SCIMAttributes{})
		if err == nil || len(s.requests) != 1 {
			t.Errorf("%s: got %v, %d requests", body, err, len(s.requests))
		}
		spy.printError(err)
		spy.print(client)
		if _, leaks := spy.finds(token); leaks {
			t.Errorf("%s: the token is in %s", body, spy)
		}
	}
}

// The error of a source can quote a token that was in use.
func TestTokenSourceQuotesAToken(t *testing.T) {
	const token = "a-token-that-must-not-be-seen"
	asked := 0
	source := sourceFunc(func() (*oauth2.Token, error) {
		if asked++; asked > 1 {
			return nil, fmt.Errorf("cannot refresh %s: %w", token, context.DeadlineExceeded)
		}
		return &oauth2.Token{AccessToken: token}, nil
	})
	spy := new(spy)
	s := &script{replies: []scripted{{status: 401}}}
	client := newClientWithout(t, append(spy.options(), gainsight.WithTokenSource(source), gainsight.WithHTTPClient(&http.Client{Transport: s}))...)
	for range 2 {
		_, err := client.SCIM.Users.Get(t.Context(), "1", gainsight.SCIMAttributes{})
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "cannot refresh token:sha256:") {
			t.Errorf("got %v", err)
		}
		spy.printError(err)
	}
	if _, leaks := spy.finds(token); leaks {
		t.Errorf("the token is in %s", spy)
	}
}
