package gainsight

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/scim"
)

// userSchemas names the core schema and the extensions that a user has.
func userSchemas(user *scim.User) []string {
	schemas := []string{scim.SchemaUser}
	if user.Enterprise != nil {
		schemas = append(schemas, scim.SchemaEnterpriseUser)
	}
	if user.Gainsight != nil {
		schemas = append(schemas, scim.SchemaGainsightUser)
	}
	return schemas
}

// withSchemas adds what is missing.
func withSchemas(schemas, needed []string) []string {
	schemas = slices.Clone(schemas)
	for _, urn := range needed {
		if !hasSchema(schemas, urn) {
			schemas = append(schemas, urn)
		}
	}
	return schemas
}

// hasSchema takes the URNs of schemas in upper and lower case, as RFC 7643 does.
func hasSchema(schemas []string, urn string) bool {
	return slices.ContainsFunc(schemas, func(given string) bool { return strings.EqualFold(given, urn) })
}

// checkSchemas fails for a resource that says it is something else. One that does not say what it is passes.
func checkSchemas(schemas []string, urn string) error {
	if len(schemas) == 0 || hasSchema(schemas, urn) {
		return nil
	}
	return fmt.Errorf("the reply has another resource than was asked for: its schemas do not have %s", urn)
}
