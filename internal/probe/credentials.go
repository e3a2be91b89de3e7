package probe

import (
	"fmt"
	"strings"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// The environment variables that credentials come from. There is no other way, so that none is left in a shell's history
// or in a list of processes.
const (
	AccessKeyVariable    = "GAINSIGHT_ACCESS_KEY"
	ClientIDVariable     = "GAINSIGHT_CLIENT_ID"
	ClientSecretVariable = "GAINSIGHT_CLIENT_SECRET"
)

// Credentials are what the environment has.
type Credentials struct{ accessKey, clientID, clientSecret string }

// CredentialsFrom reads them, as os.Getenv does.
func CredentialsFrom(getenv func(string) string) Credentials {
	return Credentials{getenv(AccessKeyVariable), getenv(ClientIDVariable), getenv(ClientSecretVariable)}
}

func (c Credentials) hasKey() bool   { return c.accessKey != "" }
func (c Credentials) hasOAuth() bool { return c.clientID != "" && c.clientSecret != "" }

// options are those of a client whose bearer token is this one.
func (c Credentials) options(token *token) []gainsight.Option {
	var options []gainsight.Option
	if c.hasKey() {
		options = append(options, gainsight.WithAccessKey(c.accessKey))
	}
	if c.hasOAuth() {
		options = append(options, gainsight.WithM2M(c.clientID, c.clientSecret), // which looks at them, and keeps them out of errors
			gainsight.WithTokenSource(token))
	}
	return options
}

// takesKey reports whether a call goes with the access key, and not with a token.
func (c Credentials) takesKey(op gsapi.Operation) bool { return op.Auth == gsapi.AuthAny && c.hasKey() }

// need says which variables a call lacks, and nothing if it can be made.
func (c Credentials) need(op gsapi.Operation) string {
	if c.hasOAuth() || c.takesKey(op) {
		return ""
	}
	if op.Auth == gsapi.AuthAny && c.clientID == "" && c.clientSecret == "" {
		return AccessKeyVariable + " is not set"
	}
	var missing []string
	for _, variable := range []struct{ name, value string }{{ClientIDVariable, c.clientID}, {ClientSecretVariable, c.clientSecret}} {
		if variable.value == "" {
			missing = append(missing, variable.name)
		}
	}
	verb := "is"
	if len(missing) > 1 {
		verb = "are"
	}
	return fmt.Sprintf("%s %s not set", strings.Join(missing, " and "), verb)
}
