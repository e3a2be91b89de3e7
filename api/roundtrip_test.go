package api_test

import (
	stdjson "encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// sampleTypes are the generated types by the operation and the place of a sample; failures have one of their own.
var sampleTypes = map[string]func() any{
	"bulkDeleteCompanyTeamRecords.request": func() any { return new(gsapi.CompanyTeamBulkDeleteRequest) },
	"bulkDeleteCompanyTeamRecords.200":     func() any { return new(gsapi.CompanyTeamBulkDeleteReply) },
	"deleteCompanyTeamRecord.200":          func() any { return new(gsapi.CompanyTeamDeleteReply) },
	"listCompanyTeamRecords.request":       func() any { return new(gsapi.SearchRequest) },
	"listCompanyTeamRecords.200":           func() any { return new(gsapi.CompanyTeamListReply) },
	"upsertCompanyTeamRecords.request":     func() any { return new(gsapi.CompanyTeamUpsertRequest) },
	"upsertCompanyTeamRecords.200":         func() any { return new(gsapi.CompanyTeamUpsertReply) },
	"listUserRecords.request":              func() any { return new(gsapi.UserListRequest) },
	"updateUsers.request":                  func() any { return new(gsapi.UserUpdateRequest) },
	"scimCreateUser.request":               func() any { return new(gsapi.ScimUserInput) },
	"scimUpdateUser.request":               func() any { return new(gsapi.ScimUserInput) },
	"scimPatchUser.request":                func() any { return new(gsapi.ScimPatch) },
	"scimPatchGroup.request":               func() any { return new(gsapi.ScimPatch) },
	"issueToken.200":                       func() any { return new(gsapi.TokenReply) },
}

func typeOfSample(name string) any {
	parts := strings.Split(name, ".")
	if newValue := sampleTypes[parts[0]+"."+parts[1]]; newValue != nil {
		return newValue()
	}
	return new(gsapi.Failure)
}

// Every sample goes through its generated type and comes back with every member's value, with both JSON libraries.
func TestSamplesRoundTrip(t *testing.T) {
	libraries := map[string]struct {
		unmarshal func([]byte, any) error
		marshal   func(any) ([]byte, error)
	}{
		"encoding/json": {stdjson.Unmarshal, stdjson.Marshal},
		"go-json-experiment/json": {
			func(text []byte, v any) error { return json.Unmarshal(text, v) },
			func(v any) ([]byte, error) { return json.Marshal(v) },
		},
	}
	for _, samples := range []map[string][]byte{articleSamples, otherSamples} {
		for name, before := range samples {
			for library, use := range libraries {
				t.Run(name+"/"+library, func(t *testing.T) {
					value := typeOfSample(name)
					if err := use.unmarshal(before, value); err != nil {
						t.Fatal(err)
					}
					after, err := use.marshal(value)
					if err != nil {
						t.Fatal(err)
					}
					if !reflect.DeepEqual(plain(t, before), plain(t, after)) {
						t.Errorf("%T\nbefore %s\nafter  %s", value, before, after)
					}
				})
			}
		}
	}
}

// There is a sample of every type.
func TestEveryTypeHasASample(t *testing.T) {
	for place := range sampleTypes {
		isOfPlace := func(name string) bool { return strings.HasPrefix(name, place+".") }
		if !slices.ContainsFunc(slices.Concat(names(articleSamples), names(otherSamples)), isOfPlace) {
			t.Errorf("there is no sample of %s", place)
		}
	}
}

func names(samples map[string][]byte) []string { return slices.Collect(maps.Keys(samples)) }

func plain(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	if err := stdjson.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return value
}
