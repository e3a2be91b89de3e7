package main

import (
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/internal/probe"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

func setCredentials(t *testing.T, key, id, secret string) {
	t.Helper()
	t.Setenv(probe.AccessKeyVariable, key)
	t.Setenv(probe.ClientIDVariable, id)
	t.Setenv(probe.ClientSecretVariable, secret)
}

func TestProbe(t *testing.T) {
	tests := map[string]struct {
		prepare func(*gainsighttest.Server)
		code    int
		want    string
	}{
		"clean":   {func(*gainsighttest.Server) {}, exitOK, "\npassed: violations 0"},
		"refused": {func(s *gainsighttest.Server) { s.Inject("listUserRecords", 0, gainsighttest.Refuse(403, "")) }, exitFindings, "failure: listUserRecords: HTTP 403: unauthorized\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := gainsighttest.NewServer(t)
			test.prepare(server)
			setCredentials(t, server.AccessKey(), server.ClientID(), server.ClientSecret())
			code, stdout, stderr := call("probe", "--host", server.URL)
			if code != test.code || !strings.Contains(stdout, test.want) || !strings.Contains(stdout, "exchanges checked 6,") {
				t.Errorf("%d, %s", code, stdout)
			}
			if !strings.HasPrefix(stderr, "specfix probe: calls to make: 6, of which 2 count against the limit of 100 an hour") || strings.Count(stderr, "\n") != 1 {
				t.Errorf("got %q", stderr)
			}
			if strings.Contains(stdout+stderr, server.AccessKey()) || strings.Contains(stdout+stderr, server.ClientSecret()) {
				t.Error("a secret is printed")
			}
		})
	}
}

func TestProbeUnusable(t *testing.T) {
	server := gainsighttest.NewServer(t)
	tests := map[string]struct {
		key  string
		args []string
		want string
	}{
		"no host":        {"k", nil, "specfix probe: --host is missing"},
		"a file":         {"k", []string{"--host", server.URL, "traffic.har"}, `specfix probe: unexpected argument "traffic.har"`},
		"no credentials": {"", []string{"--host", server.URL}, "specfix probe: there are no credentials: set GAINSIGHT_ACCESS_KEY,"},
		"no format":      {"k", []string{"--host", server.URL, "--format", "x"}, "--format: there is no format"},
		"unreached":      {"k", []string{"--host", "http://127.0.0.1:1"}, "no call got a reply\nfailure: listCompanyTeamRecords: no reply: "},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			setCredentials(t, test.key, "", "")
			code, stdout, stderr := call(append([]string{"probe"}, test.args...)...)
			if code != exitUnusable || stdout != "" || !strings.Contains(stderr, test.want) {
				t.Errorf("%d, %q, %q", code, stdout, stderr)
			}
		})
	}
	if calls := server.Calls(); len(calls) != 0 {
		t.Errorf("calls were made: %v", calls)
	}
}
