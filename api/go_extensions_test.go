package api_test

import (
	"fmt"
	"strings"
)

// wantGo says what the generator is told about some schemas. gotypes_test.go looks at what it made of that.
var wantGo = map[string][]string{
	valueOf("string"): {
		"ErrorCode",
		"Envelope.errorDesc", "Envelope.localizedErrorDesc", "Envelope.localizedMessage", "Envelope.message", "Envelope.requestId",
		"CompanyTeamDeleteError.errorDesc",
		"CompanyTeamDeleteReply.allOf.1.data",
		"CompanyTeamRecord.CompanyGsid", "CompanyTeamRecord.CompanyName", "CompanyTeamRecord.CreatedBy", "CompanyTeamRecord.Gsid",
		"CompanyTeamRecord.ModifiedBy", "CompanyTeamRecord.Name", "CompanyTeamRecord.UserGsid", "CompanyTeamRecord.UserName",
		"CompanyTeamRecord.UserRole",
	},
	valueOf("bool"):      {"CompanyTeamRecord.TeamAdmin"},
	valueOf("time.Time"): {"CompanyTeamRecord.CreatedDate", "CompanyTeamRecord.ModifiedDate"},

	"x-go-type=json.RawMessage x-go-type-skip-optional-pointer=true x-omitempty=false x-omitzero=true": {"Anything"},
	"x-go-type=wire.OrderBy x-go-type-skip-optional-pointer=true":                                      {"OrderBy"},
	"x-omitempty=false": {"Condition.value"},
	"x-go-type=bool":    {"Failure.allOf.1.result"},
	`x-enum-varnames=["FirstMatch","MarkAsError"] x-go-type-skip-optional-pointer=true`:        {"MultiMatchOption"},
	`x-enum-varnames=["Nullable","DefaultValue","Error"] x-go-type-skip-optional-pointer=true`: {"OnNoMatch"},
	"x-go-type-skip-optional-pointer=true":                                                     {"Lookups", "Where.expression"},
	"x-go-type-name=ScimUserEmail":                                                             {"ScimUser.emails.items"},
	"x-go-type-name=ScimUserMeta":                                                              {"ScimUser.meta"},
	"x-go-type-name=ScimUserName":                                                              {"ScimUser.name"},
	"x-go-type-name=ScimUserInputEmail":                                                        {"ScimUserInput.emails.items"},
	"x-go-type-name=ScimUserInputName":                                                         {"ScimUserInput.name"},
}

func valueOf(kind string) string {
	return "x-go-type=wire.Value[" + kind + "] x-go-type-skip-optional-pointer=true x-omitempty=false x-omitzero=true"
}

func checkGo(d document) []string {
	var c complaints
	for want, places := range wantGo {
		for _, place := range places {
			schema := schemaAt(d, place)
			for pair := range strings.FieldsSeq(want) {
				key, value, _ := strings.Cut(pair, "=")
				c.want(place+", "+key, toJSONWithoutQuotes(schema[key]), value)
			}
			if kind := fmt.Sprint(schema["x-go-type"]); strings.HasPrefix(kind, "wire.") {
				const wire = "github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
				c.want(place+", import", document(schema).at("x-go-type-import", "path"), wire)
			}
		}
	}
	return c
}

// schemaAt finds a schema by the names of the properties that lead to it.
func schemaAt(d document, place string) map[string]any {
	keys := strings.Split(place, ".")
	schema := d.schema(keys[0])
	for i := 1; i < len(keys); i++ {
		switch keys[i] {
		case "items":
			schema = document(schema).object("items")
		case "allOf":
			schema = document(schema).object("allOf", keys[i+1])
			i++
		default:
			schema = document(schema).object("properties", keys[i])
		}
	}
	return schema
}
