package api_test

import "regexp"

var (
	// saysUnknown are the words of a description of what nobody describes.
	saysUnknown = regexp.MustCompile(`not (documented|known)|nobody describes|so it is open`)
	// saysOthers are the words of a description of an object with more members than its own.
	saysOthers = regexp.MustCompile(`(?i)other members are`)
)

// checkOpen wants everything that can be any JSON value to say that it is open. What says it is the description beside
// it, or the nearest one around it: of the list, of the schema or of the reply.
func checkOpen(d document) []string {
	var c complaints
	for _, components := range []string{"schemas", "responses"} {
		for name, component := range d.object("components", components) {
			c.open(name, component, "")
		}
	}
	for route, operation := range d.operations() {
		for status, response := range operation.object("responses") {
			c.open(route+" "+status, response, "")
		}
		c.openReply(d, route, operation)
	}
	return c
}

const anything = "#/components/schemas/Anything"

// open looks for open values below a value, to which a description applies.
func (c *complaints) open(where string, value any, description string) {
	switch value := value.(type) {
	case map[string]any:
		if own, ok := value["description"].(string); ok {
			description = own
		}
		if value["$ref"] == anything && !saysUnknown.MatchString(description) {
			c.addf("%s is open and does not say so: %s", where, description)
		}
		others := document(value).text("additionalProperties", "$ref")
		if others == anything && !saysOthers.MatchString(description) {
			c.addf("%s has other members and does not say so: %s", where, description)
		}
		for key, member := range value {
			if key != "additionalProperties" {
				c.open(where+" "+key, member, description)
			}
		}
	case []any:
		for _, item := range value {
			c.open(where, item, description)
		}
	}
}

// openReply wants an operation whose reply nobody describes to say so, and to have no example, which would have to be
// invented.
func (c *complaints) openReply(d document, route string, operation document) {
	response := d.follow(operation.at("responses", "200"))
	if shape(response.at("content", "application/json", "schema")) != "UndocumentedReply" {
		return
	}
	if !saysUnknown.MatchString(operation.text("description")) {
		c.addf("%s does not say that its reply is not known", route)
	}
	if names := exampleNames(d, response); len(names) > 0 {
		c.addf("%s has the invented replies %s", route, names)
	}
}
