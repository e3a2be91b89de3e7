package api_test

import (
	"fmt"
	"strings"
)

// checkInfo looks at what stands before the paths.
func checkInfo(d document) []string {
	var c complaints
	if title := d.text("info", "title"); !strings.Contains(title, "unofficial") {
		c.addf("the title does not say that the document is unofficial: %s", title)
	}
	for _, words := range []string{"not published by Gainsight", "not affiliated with Gainsight", "nothing in it was checked on a live tenant"} {
		if description := strings.Join(strings.Fields(d.text("info", "description")), " "); !strings.Contains(description, words) {
			c.addf("the description does not say %q", words)
		}
	}
	for _, keys := range [][]string{
		{"info", "version"}, {"info", "termsOfService"}, {"info", "contact", "name"}, {"info", "contact", "url"},
		{"externalDocs"}, {"tags"}, {"security"},
	} {
		c.want(strings.Join(keys, " "), toJSON(d.at(keys...)), toJSON(published.at(keys...)))
	}
	c.want("the contact's e-mail", d.at("info", "contact", "email"), "support@gainsight.com")

	servers, _ := d.at("servers").([]any)
	c.want("the number of servers", len(servers), 1)
	c.want("the server", d.at("servers", "0", "url"), "https://{host}/v1")
	c.want("the server's variables", keysOf(d.object("servers", "0", "variables")), "[host]")
	c.want("the default host", d.at("servers", "0", "variables", "host", "default"), "customer.gainsightcloud.com")

	key := d.object("components", "securitySchemes", "apiKey")
	c.want("the access key", fmt.Sprint(key["type"], " ", key["in"], " ", key["name"]), "apiKey header accesskey")
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
