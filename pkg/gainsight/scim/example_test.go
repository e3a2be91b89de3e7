package scim_test

import (
	"encoding/json"
	"fmt"
	"log"
	"net/url"
	"os"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// A filter with conditions that are asked for or not.
func Example() {
	var filter scim.Filter // none yet: all users
	onlyActive, domain := true, "@example.com"
	if onlyActive {
		filter = filter.And(scim.Eq("active", true))
	}
	if domain != "" {
		filter = filter.And(scim.Ew("userName", domain).Or(scim.Values("emails", scim.Ew("value", domain))))
	}
	if err := filter.Err(); err != nil {
		log.Fatal(err)
	}
	fmt.Println(filter)
	// Output: active eq true and (userName ew "@example.com" or emails[value ew "@example.com"])
}

// Quotes in a value stay in the value, and a URL escapes the rest.
func ExampleEq() {
	filter := scim.Eq("displayName", `Kim "Kimi" Sample`)
	fmt.Println(filter)
	fmt.Println(url.Values{"filter": {filter.String()}}.Encode())
	// Output:
	// displayName eq "Kim \"Kimi\" Sample"
	// filter=displayName+eq+%22Kim+%5C%22Kimi%5C%22+Sample%22
}

// The conditions are met by one and the same address.
func ExampleValues() {
	fmt.Println(scim.Values("emails", scim.Eq("type", "work").And(scim.Co("value", "@example.com"))))
	// Output: emails[type eq "work" and value co "@example.com"]
}

func ExampleNot() {
	fmt.Println(scim.Not(scim.Pr(scim.SchemaEnterpriseUser + ":manager")))
	// Output: not (urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager pr)
}

// A fault comes out where the filter is used, however it was combined.
func ExampleFilter_Err() {
	filter := scim.Eq("active", true).And(scim.Eq("user name", "kim"))
	fmt.Println(filter.Err())
	// Output: "user name" is not the name of an attribute; want one such as userName, name.familyName or urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager
}

// Somebody leaves the team.
func ExamplePatch() {
	patch := scim.NewPatch().
		Deactivate().
		Remove("title").
		ReplaceWhere("emails.value", scim.Eq("type", "work"), "former@example.com").
		Replace(scim.SchemaGainsightUser, map[string]any{"LicenseType": "Viewer"})
	show(patch)
	// Output:
	// {
	//   "schemas": [
	//     "urn:ietf:params:scim:api:messages:2.0:PatchOp"
	//   ],
	//   "Operations": [
	//     {
	//       "op": "replace",
	//       "path": "active",
	//       "value": false
	//     },
	//     {
	//       "op": "remove",
	//       "path": "title"
	//     },
	//     {
	//       "op": "replace",
	//       "path": "emails[type eq \"work\"].value",
	//       "value": "former@example.com"
	//     },
	//     {
	//       "op": "replace",
	//       "path": "urn:ietf:params:scim:schemas:extension:gainsight:2.0:User",
	//       "value": {
	//         "LicenseType": "Viewer"
	//       }
	//     }
	//   ]
	// }
}

func ExamplePatch_RemoveMembers() {
	show(scim.NewPatch().RemoveMembers("1P01", "1P02"))
	// Output:
	// {
	//   "schemas": [
	//     "urn:ietf:params:scim:api:messages:2.0:PatchOp"
	//   ],
	//   "Operations": [
	//     {
	//       "op": "remove",
	//       "path": "members[value eq \"1P01\"]"
	//     },
	//     {
	//       "op": "remove",
	//       "path": "members[value eq \"1P02\"]"
	//     }
	//   ]
	// }
}

func show(patch *scim.Patch) {
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(patch); err != nil {
		log.Fatal(err)
	}
}
