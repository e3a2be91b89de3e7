package api_test

import (
	"fmt"
	"regexp"
	"strings"
)

// wantGo says what the generator is told about some schemas. gotypes_test.go looks at what it made of that.
var wantGo = map[string][]string{
	valueOf("string"): {
		"ErrorCode",
		"Envelope/errorDesc", "Envelope/localizedErrorDesc", "Envelope/localizedMessage", "Envelope/message", "Envelope/requestId",
		"CompanyTeamDeleteError/errorDesc",
		"CompanyTeamDeleteReply/allOf/1/data",
	},
	valueOf("[]string") + " x-go-name=PermissionBundles": {"GainsightUser/permissionBundles"},

	"x-go-type=json.RawMessage x-go-type-skip-optional-pointer=true x-omitempty=false x-omitzero=true": {"Anything"},
	"x-go-type=wire.OrderBy x-go-type-skip-optional-pointer=true":                                      {"OrderBy"},
	"x-omitempty=false": {"Condition/value"},
	"x-go-type=bool":    {"Failure/allOf/1/result"},
	`x-enum-varnames=["FirstMatch","MarkAsError"] x-go-type-skip-optional-pointer=true`:        {"MultiMatchOption"},
	`x-enum-varnames=["Nullable","DefaultValue","Error"] x-go-type-skip-optional-pointer=true`: {"OnNoMatch"},
	`x-enum-varnames=["Append","Overwrite"] x-go-type-skip-optional-pointer=true`:              {"PermissionBundleAction"},
	"x-go-type-skip-optional-pointer=true":                                                     {"Lookups", "Where/expression", "ScimPatchOperation/path"},
	"x-go-type=ScimUser":                                                                       {"ScimUserInput"},
	"x-go-type=ScimGroup":                                                                      {"ScimGroupInput"},
	"x-go-name=Enterprise":                                                                     {"ScimUser/" + enterpriseURN},
	"x-go-name=Gainsight":                                                                      {"ScimUser/" + gainsightURN},
}

// wantGoOfMembers says the same about the members of open schemas, by their types.
var wantGoOfMembers = map[string]string{
	`["string","null"]`:           valueOf("string"),
	`["boolean","string","null"]`: valueOf("bool"),
	`["string","integer","null"]`: valueOf("time.Time"),
}

func valueOf(kind string) string {
	return "x-go-type=wire.Value[" + kind + "] x-go-type-skip-optional-pointer=true x-omitempty=false x-omitzero=true"
}

func checkGo(d document) []string {
	var c complaints
	for want, places := range wantGo {
		for _, place := range places {
			c.wantExtensions(place, schemaAt(d, place), want)
		}
	}
	for name := range d.object("components", "schemas") {
		if d.schema(name)["additionalProperties"] == nil {
			continue
		}
		for member := range document(d.schema(name)).object("properties") {
			schema := schemaAt(d, name+"/"+member)
			c.wantExtensions(name+"/"+member, schema, wantGoOfMembers[toJSON(schema["type"])])
		}
	}
	return c
}

func (c *complaints) wantExtensions(place string, schema document, want string) {
	for pair := range strings.FieldsSeq(want) {
		key, value, _ := strings.Cut(pair, "=")
		c.want(place+", "+key, toJSONWithoutQuotes(schema[key]), value)
	}
	if kind := fmt.Sprint(schema["x-go-type"]); strings.HasPrefix(kind, "wire.") {
		const wire = "github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
		c.want(place+", import", schema.at("x-go-type-import", "path"), wire)
	}
}

// schemaAt finds a schema by the names of the properties that lead to it.
func schemaAt(d document, place string) document {
	keys := strings.Split(place, "/")
	schema := document(d.schema(keys[0]))
	for i := 1; i < len(keys); i++ {
		switch keys[i] {
		case "allOf":
			schema = schema.object("allOf", keys[i+1])
			i++
		default:
			schema = schema.object("properties", keys[i])
		}
	}
	return schema
}

var goCalls = regexp.MustCompile(`^(client(\.[A-Z][A-Za-z0-9]*)+|gainsight\.With[A-Z][A-Za-z0-9]*)(, client(\.[A-Z][A-Za-z0-9]*)+)*$`)

// checkGoCalls wants every operation but those that nobody should use to say what a Go program calls for it.
func checkGoCalls(d document) []string {
	var c complaints
	for route, operation := range d.operations() {
		_, isFrozen := frozen[route]
		if call := operation.text("x-go-call"); goCalls.MatchString(call) == isFrozen {
			c.addf("%s has the Go call %q", route, call)
		}
	}
	return c
}
