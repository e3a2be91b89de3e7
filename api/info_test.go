package api_test

import (
	"maps"
	"slices"
	"strings"
)

// checkInfo looks at what stands before the paths.
func checkInfo(d document) []string {
	var c complaints
	if title := d.text("info", "title"); !strings.Contains(title, "unofficial") {
		c.addf("the title does not say that the document is unofficial: %s", title)
	}
	for _, words := range []string{
		"not published by Gainsight", "not affiliated with Gainsight", "nothing in it was checked on a live tenant",
		"100 an hour and 1,000 a day in fixed windows", "exact limits vary by package", "No limit is published for SCIM calls",
		"No `Retry-After` header is documented", "`x-quota`", "`user-management`; `scim` and `token`",
		"`x-retry`", "`safe`", "`ambiguous`", "`never`",
	} {
		if description := strings.Join(strings.Fields(d.text("info", "description")), " "); !strings.Contains(description, words) {
			c.addf("the description does not say %q", words)
		}
	}
	for _, keys := range [][]string{
		{"info", "version"}, {"info", "termsOfService"}, {"info", "contact", "name"}, {"info", "contact", "url"},
		{"externalDocs"},
	} {
		c.want(strings.Join(keys, " "), toJSON(d.at(keys...)), toJSON(published.at(keys...)))
	}
	c.want("the contact's e-mail", d.at("info", "contact", "email"), "support@gainsight.com")

	servers, _ := d.at("servers").([]any)
	c.want("the number of servers", len(servers), 1)
	c.want("the server", d.at("servers", "0", "url"), "https://{host}/v1")
	c.want("the server's variables", keysOf(d.object("servers", "0", "variables")), "[host]")
	c.want("the default host", d.at("servers", "0", "variables", "host", "default"), "customer.gainsightcloud.com")

	tags, _ := published["tags"].([]any)
	oauth := map[string]any{"name": "OAuth", "description": "Trade a client id and its secret for a bearer token"}
	c.want("the tags", toJSON(d["tags"]), toJSON(slices.Concat(tags, []any{oauth})))

	c.want("the security", security(d, nil), "apiKey or m2m")
	schemes := map[string]string{
		"apiKey":            "apiKey header accesskey",
		"m2m":               "http bearer",
		"clientCredentials": "http basic",
	}
	c.want("the security schemes", keysOf(d.object("components", "securitySchemes")), slices.Sorted(maps.Keys(schemes)))
	for name, want := range schemes {
		scheme := document(d.object("components", "securitySchemes", name))
		words := strings.Fields(scheme.text("type") + " " + scheme.text("scheme") + " " + scheme.text("in") + " " + scheme.text("name"))
		c.want("the security scheme "+name, strings.Join(words, " "), want)
	}
	return c
}

// checkReferences looks for references to nothing.
func checkReferences(d document) []string {
	var c complaints
	walk(map[string]any(d), func(object map[string]any) {
		if reference, ok := object["$ref"].(string); ok && d.target(reference) == nil {
			c.addf("%s refers to nothing", reference)
		}
	})
	return c
}

// walk visits every object.
func walk(value any, visit func(object map[string]any)) {
	switch value := value.(type) {
	case map[string]any:
		visit(value)
		for _, member := range value {
			walk(member, visit)
		}
	case []any:
		for _, item := range value {
			walk(item, visit)
		}
	}
}
