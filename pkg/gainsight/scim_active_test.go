package gainsight_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// Who was activated or deactivated must not be the opposite in the reply. A reply need not say it.
func TestSCIMActiveInReplies(t *testing.T) {
	type call = func(context.Context, string) (scim.User, error)
	for body, says := range map[string]string{
		``: "both", `{"id":"1"}`: "both", `{"id":"1","xactive":true}`: "both",
		`{"id":"1","active":true}`: "active", `{"id":"1","active":"True"}`: "active", `{"id":"1","active":"true"}`: "active",
		`{"id":"1","active":false}`: "inactive", `{"id":"1","active":"False"}`: "inactive", `{"id":"1","active":"false"}`: "inactive",
		`{"ID":"1","Active":true}`: "active", `{"Id":"1","ACTIVE":"FALSE"}`: "inactive",
		`{"id":"1","active":null}`: "neither", `{"id":"1","active":"zzz"}`: "neither", `{"id":"1","active":""}`: "neither", `{"id":"1","active":0}`: "neither",
		`{"id":"1","active":[false]}`: "neither", `{"id":"1","active":{}}`: "neither",
	} {
		for want, do := range map[string]func(*gainsight.SCIMUserService) call{
			"active":   func(s *gainsight.SCIMUserService) call { return s.Activate },
			"inactive": func(s *gainsight.SCIMUserService) call { return s.Deactivate },
		} {
			s, client := newScriptedSCIM(t, ok(body))
			user, err := do(client.SCIM.Users)(t.Context(), "1")
			if says == "both" || says == want {
				if err != nil || user.ID.Or("") != "1" {
					t.Errorf("%s after %s: got %v, %v", body, want, user.ID, err)
				}
				continue
			}
			failure := failureOf(t, err)
			if !errors.Is(err, gainsight.ErrServer) || !strings.Contains(err.Error(), "contradicts") || !failure.Sent || !user.ID.IsZero() || len(s.requests) != 1 {
				t.Errorf("%s after %s: got %v, %v", body, want, user.ID, err)
			}
		}
	}
}
