package contract_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// draft is an exchange of which the parts can be changed one by one.
type draft struct {
	operation specified
	method    string
	path      map[string]string
	query     map[string]string // as it is written into the URL
	header    map[string]string // credentials
	request   message
	status    int
	reply     message
}

// message is a body with its media type, and what it is of.
type message struct {
	mediaType string
	schema    any
	value     any
	text      string
	source    string // an example, or the schema
}

func (m message) header() http.Header {
	header := http.Header{}
	if m.mediaType != "" {
		header.Set("Content-Type", m.mediaType)
	}
	return header
}

const formType = "application/x-www-form-urlencoded"

func (m message) withValue(value any) message {
	m.value = value
	if m.mediaType == formType {
		form := url.Values{}
		for name, value := range value.(object) {
			form.Set(name, fmt.Sprint(value))
		}
		m.text = form.Encode()
		return m
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	m.text = string(text)
	return m
}

func (d draft) exchange() contract.Exchange {
	path := d.operation.path
	for name, value := range d.path {
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
	}
	target, err := url.Parse("https://acme.gainsightcloud.com/v1" + path)
	if err != nil {
		panic(err)
	}
	var query []string
	for _, name := range sortedKeys(d.query) {
		query = append(query, name+"="+d.query[name])
	}
	target.RawQuery = strings.Join(query, "&")
	header := d.request.header()
	for name, value := range d.header {
		header.Set(name, value)
	}
	return contract.Exchange{
		Request: contract.Request{Method: d.method, URL: target, Header: header, Body: contract.Body{Bytes: []byte(d.request.text)}},
		Reply:   &contract.Reply{Status: d.status, Header: d.reply.header(), Body: contract.Body{Bytes: []byte(d.reply.text)}},
	}
}

func (d draft) String() string {
	return fmt.Sprintf("%s, %s of %s, reply %d of %s", d.operation.id, d.request.mediaType, d.request.source, d.status, d.reply.source)
}

// messages gives a body for each media type and each of its examples, and one with everything that the schema has.
func (o specified) messages(content object) (messages []message) {
	for _, mediaType := range sortedKeys(content) {
		of := message{mediaType: mediaType, schema: o.objectAt(content[mediaType])["schema"], source: "the schema"}
		whole := o.whole(of.schema)
		if isSuccess(whole) {
			whole = without(whole, "errorCode") // which contradicts it
		}
		messages = append(messages, of.withValue(whole))
		examples := o.objectAt(content[mediaType], "examples")
		for _, name := range sortedKeys(examples) {
			of.source = "the example " + name
			messages = append(messages, of.withValue(o.at(examples[name], "value")))
		}
	}
	return messages
}

// requests gives the drafts of an operation that differ in their request.
func (o specified) requests() (drafts []draft) {
	plain := draft{operation: o, method: o.method, path: map[string]string{}, query: map[string]string{}}
	for _, parameter := range o.parameters("path") {
		plain.path[parameter["name"].(string)] = o.parameterText(parameter)
	}
	for _, parameter := range o.parameters("query") {
		plain.query[parameter["name"].(string)] = o.parameterText(parameter)
	}
	bodies := o.messages(o.requestContent())
	if !o.isBodyRequired() {
		bodies = append(bodies, message{source: "nothing"})
	}
	status := o.statuses()[0]
	plain.status, plain.reply = status, o.replies(status)[0]
	for _, scheme := range o.securitySchemes() {
		for _, body := range bodies {
			one := plain
			one.header, one.request = o.credentials(scheme), body
			drafts = append(drafts, one)
		}
	}
	return drafts
}

func (o specified) replies(status int) []message {
	if replies := o.messages(o.replyContent(status)); replies != nil {
		return replies
	}
	return []message{{source: "nothing"}}
}

// answers gives the drafts of an operation that differ in their reply.
func (o specified) answers() (drafts []draft) {
	plain := o.requests()[0]
	for _, status := range o.statuses() {
		for _, reply := range o.replies(status) {
			one := plain
			one.status, one.reply = status, reply
			drafts = append(drafts, one)
		}
	}
	return drafts
}

// parameterText is an example of a parameter, or what its schema makes.
func (o specified) parameterText(parameter object) string {
	examples := o.objectAt(parameter["examples"])
	for _, name := range sortedKeys(examples) {
		return textOf(o.at(examples[name], "value"))
	}
	return textOf(o.whole(parameter["schema"]))
}

// textOf writes the value of a parameter. The commas of a list are literal.
func textOf(value any) string {
	items, ok := value.([]any)
	if !ok {
		return url.QueryEscape(fmt.Sprint(value))
	}
	var texts []string
	for _, item := range items {
		texts = append(texts, textOf(item))
	}
	return strings.Join(texts, ",")
}

// credentials are what a security scheme asks for.
func (o specified) credentials(scheme string) map[string]string {
	about := o.objectAt(o.root, "components", "securitySchemes", scheme)
	switch about["scheme"] {
	case "bearer":
		return map[string]string{"Authorization": "Bearer token"}
	case "basic":
		return map[string]string{"Authorization": "Basic aWQ6c2VjcmV0"}
	}
	return map[string]string{about["name"].(string): "key"}
}
