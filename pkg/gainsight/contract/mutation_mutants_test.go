package contract_test

import (
	"fmt"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// mutant is an exchange that is wrong in one place.
type mutant struct {
	kind     string
	from     draft
	exchange contract.Exchange
	// want is the violation that has to be found.
	want contract.Violation
}

func (m mutant) String() string { return fmt.Sprintf("%s: %s at %q", m.kind, m.from, m.want.Pointer) }

// check compares the side that was changed.
func (m mutant) check(c *contract.Contract) []contract.Violation {
	if m.want.Side == contract.RequestSide {
		return c.CheckRequest(m.exchange.Request)
	}
	return c.CheckReply(m.exchange)
}

// isCaughtBy reports whether the violation is among those found.
func (m mutant) isCaughtBy(violations []contract.Violation) bool {
	return slices.ContainsFunc(violations, func(v contract.Violation) bool {
		if m.want.Operation == "" {
			v.Operation = ""
		}
		found := contract.Violation{Severity: v.Severity, Operation: v.Operation, Side: v.Side, In: v.In, Pointer: v.Pointer, Rule: v.Rule}
		return found == m.want
	})
}

// mutants makes all mutants of operations.
func mutants(operations []specified) iter.Seq[mutant] {
	return func(yield func(mutant) bool) {
		for _, operation := range operations {
			for _, one := range slices.Concat(operation.requestMutants(), operation.replyMutants()) {
				if !yield(one) {
					return
				}
			}
		}
	}
}

// breeder makes the mutants of one draft.
type breeder struct {
	draft
	side    contract.Side
	mutants []mutant
}

// wrong is where a mutant is wrong, and by which rule.
type wrong struct {
	in   contract.Part
	rule contract.Rule
	at   []string
}

func (b *breeder) add(kind string, what wrong, change func(*draft)) {
	b.addAs(b.operation.id, kind, what, change)
}

// addAs makes a mutant that is no longer of the operation, and perhaps of none.
func (b *breeder) addAs(operation, kind string, what wrong, change func(*draft)) {
	changed := b.draft
	changed.path, changed.query, changed.header = maps.Clone(changed.path), maps.Clone(changed.query), maps.Clone(changed.header)
	change(&changed)
	b.mutants = append(b.mutants, mutant{fmt.Sprintf("%s: %s", b.side, kind), b.draft, changed.exchange(), contract.Violation{
		Severity: contract.Breach, Operation: operation, Side: b.side, In: what.in, Rule: what.rule, Pointer: pointer(what.at),
	}})
}

// pointer is a JSON pointer.
func pointer(at []string) string {
	var b strings.Builder
	for _, part := range at {
		b.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(part))
	}
	return b.String()
}

func (o specified) requestMutants() (mutants []mutant) {
	for i, one := range o.requests() {
		b := &breeder{draft: one, side: contract.RequestSide}
		b.message(o.requestContent(), one.request, func(d *draft, m message) { d.request = m })
		b.noMessage()
		b.credentials()
		if i == 0 {
			b.parameters()
			b.target()
		}
		mutants = append(mutants, b.mutants...)
	}
	return mutants
}

func (o specified) replyMutants() (mutants []mutant) {
	for i, one := range o.answers() {
		b := &breeder{draft: one, side: contract.ReplySide}
		b.message(o.replyContent(one.status), one.reply, func(d *draft, m message) { d.reply = m })
		if one.reply.text == "" {
			kind := "body where none is described"
			if one.status == http.StatusNoContent {
				kind = "body of a 204"
			}
			b.add(kind, wrong{contract.InBody, contract.RuleBody, nil}, func(d *draft) {
				d.reply.mediaType, d.reply.text = "application/json", `{"result":true}`
			})
		} else {
			b.add("body dropped", wrong{contract.InBody, contract.RuleBody, nil}, func(d *draft) { d.reply.text = "" })
		}
		if i == 0 {
			b.statuses()
		}
		mutants = append(mutants, b.mutants...)
	}
	return mutants
}

// message changes a body, and what it says that it is.
func (b *breeder) message(documented object, m message, set func(*draft, message)) {
	if m.text == "" {
		return
	}
	for _, change := range b.operation.changes(m.schema, m.value) {
		if m.mediaType == formType && change.rule == "type" {
			continue // all that a form has is text
		}
		if change.rule == "const" && slices.Equal(change.at, []string{"result"}) {
			change.rule = contract.RuleResult
		}
		b.add(change.kind, wrong{contract.InBody, change.rule, change.at}, func(d *draft) { set(d, m.withValue(change.body)) })
	}
	for _, other := range []string{"", "text/html", "text/plain", "application/xml", "application/json", "application/scim+json", formType} {
		if documented[other] == nil {
			b.add("content type changed", wrong{contract.InHeader, contract.RuleContentType, []string{"Content-Type"}}, func(d *draft) {
				changed := m
				changed.mediaType = other
				set(d, changed)
			})
		}
	}
	add := func(kind string, what wrong, text string) {
		b.add(kind, what, func(d *draft) {
			changed := m
			changed.text = text
			set(d, changed)
		})
	}
	if m.mediaType == formType {
		add("escape cut off", wrong{contract.InBody, contract.RuleEncoding, nil}, m.text+"%2")
		for name := range m.value.(object) {
			add("name twice", wrong{contract.InBody, contract.RuleRepeated, []string{name}}, m.text+"&"+m.text)
		}
		return
	}
	for kind, text := range spoilt(m) {
		add(kind, wrong{contract.InBody, contract.RuleJSON, nil}, text)
	}
}

// spoilt gives texts that are no longer one JSON value.
func spoilt(m message) map[string]string {
	texts := map[string]string{
		"cut off at the end": m.text[:len(m.text)-1],
		"cut off half way":   m.text[:len(m.text)/2],
		"text behind it":     m.text + " and more",
		"value behind it":    m.text + m.text,
		"no JSON":            "<html></html>",
	}
	if rest, ok := strings.CutPrefix(m.text, "{"); ok && rest != "}" {
		name, _, _ := strings.Cut(rest, ":")
		texts["name twice"] = "{" + name + ":null," + rest
	}
	return texts
}

// noMessage takes a body away, or adds one.
func (b *breeder) noMessage() {
	what := wrong{contract.InBody, contract.RuleBody, nil}
	switch {
	case b.operation.content["requestBody"] == nil:
		b.add("body where there is none", what, func(d *draft) { d.request.mediaType, d.request.text = "application/json", "{}" })
	case b.operation.isBodyRequired():
		b.add("body dropped", what, func(d *draft) { d.request.text = "" })
		b.add("body and its type dropped", what, func(d *draft) { d.request.mediaType, d.request.text = "", "" })
	}
}

var otherCredentials = map[string]map[string]string{
	"none":              {},
	"basic":             {"Authorization": "Basic aWQ6c2VjcmV0"},
	"bearer":            {"Authorization": "Bearer token"},
	"access key":        {"accesskey": "key"},
	"no token":          {"Authorization": "Bearer "},
	"no scheme":         {"Authorization": "token"},
	"another scheme":    {"Authorization": "Digest token"},
	"empty access key":  {"accesskey": ""},
	"another key":       {"x-api-key": "key"},
	"key for the token": {"Authorization": "key"},
}

func (b *breeder) credentials() {
	var permitted []map[string]string
	for _, scheme := range b.operation.securitySchemes() {
		permitted = append(permitted, b.operation.credentials(scheme))
	}
	for _, name := range sortedKeys(otherCredentials) {
		other := otherCredentials[name]
		if slices.ContainsFunc(permitted, func(header map[string]string) bool { return maps.Equal(header, other) }) {
			continue
		}
		b.add("credentials: "+name, wrong{contract.InHeader, contract.RuleAuthentication, nil}, func(d *draft) { d.header = other })
	}
}

func (b *breeder) parameters() {
	for _, parameter := range b.operation.parameters("query") {
		name := parameter["name"].(string)
		for _, wrongText := range b.operation.wrongTexts(parameter) {
			b.add("parameter "+wrongText.kind, wrong{contract.InQuery, wrongText.rule, wrongText.at}, func(d *draft) { d.query[name] = wrongText.text })
		}
		b.add("parameter twice", wrong{contract.InQuery, contract.RuleRepeated, []string{name}}, func(d *draft) {
			d.query[name] += "&" + name + "=" + d.query[name]
		})
		if parameter["required"] == true {
			b.add("required parameter dropped", wrong{contract.InQuery, "required", []string{name}}, func(d *draft) { delete(d.query, name) })
		}
	}
	b.add("unknown parameter", wrong{contract.InQuery, contract.RuleUnknownParameter, []string{b.operation.shownAs(unheardOf)}}, func(d *draft) {
		d.query[unheardOf] = "1"
	})
}

// wrongText is a text that a parameter must not have.
type wrongText struct {
	kind string
	text string
	rule contract.Rule
	at   []string
}

var notOfType = map[string][]string{
	"integer": {"text", "1.5", "1e3", "0x1", "+1", "1,2", "true", "null", ""},
	"boolean": {"text", "1", "0", "t", "TRUE", "True", "true,false", "null", ""},
}

// wrongTexts leaves the schema of a parameter in every way. All are texts, so any text is a string.
func (o specified) wrongTexts(parameter object) (texts []wrongText) {
	name, schema := parameter["name"].(string), parameter["schema"]
	for _, text := range notOfType[o.typeOf(schema)] {
		texts = append(texts, wrongText{"retyped", text, "type", []string{name}})
	}
	isList := o.typeOf(schema) == "array"
	for _, change := range o.changes(schema, o.whole(schema)) {
		text := wrongText{change.kind, textOf(change.body), change.rule, append([]string{name}, change.at...)}
		switch {
		case change.rule == "type":
			continue
		case isList && text.text == "":
			text.rule, text.at = "type", []string{name} // what is empty is no list
		}
		texts = append(texts, text)
	}
	return texts
}

// target takes the request to where the document has no operation.
func (b *breeder) target() {
	for _, method := range methods {
		if b.operation.objectAt(b.operation.root, "paths", b.operation.path, strings.ToLower(method)) == nil {
			b.addAs(method+" /v1"+b.operation.path, "method", wrong{contract.InTarget, contract.RuleMethod, nil}, func(d *draft) { d.method = method })
		}
	}
	noOperation := wrong{contract.InTarget, contract.RuleOperation, nil}
	for _, parameter := range b.operation.parameters("path") {
		b.addAs("", "path parameter dropped", noOperation, func(d *draft) { d.path[parameter["name"].(string)] = "" })
	}
	for _, segment := range strings.Split(b.operation.path, "/")[1:] {
		if strings.HasPrefix(segment, "{") {
			continue
		}
		other := strings.Replace(b.operation.path, segment, segment+unheardOf, 1)
		if b.operation.isPath(other) {
			continue // and what has changed is the id
		}
		b.addAs("", "path", noOperation, func(d *draft) { d.operation.path = other })
	}
}

// isPath reports whether the document has a path with parameters that another path fits.
func (d published) isPath(path string) bool {
	for template := range d.objectAt(d.root, "paths") {
		fits := func(want, got string) bool { return want == got || strings.HasPrefix(want, "{") && got != "" }
		if slices.EqualFunc(strings.Split(template, "/"), strings.Split(path, "/"), fits) {
			return true
		}
	}
	return false
}

func (b *breeder) statuses() {
	documented := b.operation.statuses()
	for _, status := range []int{
		http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent, http.StatusMovedPermanently, http.StatusFound,
		http.StatusTemporaryRedirect, http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
		http.StatusMethodNotAllowed, http.StatusConflict, http.StatusTeapot, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable,
	} {
		if !slices.Contains(documented, status) {
			b.add("status", wrong{contract.InStatus, contract.RuleStatus, nil}, func(d *draft) { d.status = status })
		}
	}
}
