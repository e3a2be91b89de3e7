package contract_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
)

// answered is a reply as the client gets it.
type answered struct {
	operation string
	status    int
	mediaType string
	body      string
}

// distortion is one change of a reply.
type distortion struct {
	name   string
	change func(answered) answered
}

// distorting stands before a tenant: it changes one reply, and keeps all.
type distorting struct {
	next     http.RoundTripper
	contract *contract.Contract
	index    int // of the reply that is changed
	distortion
	replies []answered
}

func (d *distorting) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := d.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	operation, _ := d.contract.Find(contract.Request{Method: request.Method, URL: request.URL})
	reply := answered{operation.ID, response.StatusCode, response.Header.Get("Content-Type"), string(body)}
	if len(d.replies) == d.index {
		reply = d.change(reply)
	}
	d.replies = append(d.replies, reply)
	response.StatusCode, response.Body = reply.status, io.NopCloser(bytes.NewReader([]byte(reply.body)))
	response.ContentLength = int64(len(reply.body))
	response.Header.Del("Content-Length")
	response.Header.Del("Content-Type")
	if reply.mediaType != "" {
		response.Header.Set("Content-Type", reply.mediaType)
	}
	return response, nil
}

// distortions makes everything that is done to a reply: to its status, its type and its text, and to each value in it.
func distortions(reply answered) (all []distortion) {
	add := func(name string, change func(*answered)) {
		all = append(all, distortion{name, func(reply answered) answered {
			change(&reply)
			return reply
		}})
	}
	for _, status := range []int{200, 201, 204, 302, 400, 401, 404, 409, 418, 429, 500, 503} {
		if status != reply.status {
			add(fmt.Sprint("status ", status), func(r *answered) { r.status = status })
		}
	}
	for _, mediaType := range []string{"", "text/html", "application/octet-stream"} {
		add("type "+strconv.Quote(mediaType), func(r *answered) { r.mediaType = mediaType })
	}
	for name, body := range map[string]string{
		"page of HTML": "<html></html>", "empty": "", "null": "null", "empty object": "{}", "empty list": "[]", "text behind it": reply.body + "x",
		"twice": reply.body + reply.body, "cut off": reply.body[:len(reply.body)/2], "cut off at the end": reply.body[:max(0, len(reply.body)-1)],
	} {
		add(name, func(r *answered) { r.body = body })
	}
	var value any
	if json.Unmarshal([]byte(reply.body), &value) != nil {
		return all // of a reply without a body
	}
	for _, changed := range distortedValues(value) {
		text, err := json.Marshal(changed.value)
		if err != nil {
			panic(err)
		}
		add(changed.name, func(r *answered) { r.body = string(text) })
	}
	return all
}

type distortedValue struct {
	name  string
	value any
}

// distortedValues gives every value another type, and drops every member and every item, once.
func distortedValues(whole any) (all []distortedValue) {
	var visit func(value any, at []string)
	visit = func(value any, at []string) {
		below := func(name string, value any) { visit(value, append(at[:len(at):len(at)], name)) }
		add := func(what string, change func(any) any) {
			all = append(all, distortedValue{strings.TrimSpace(pointer(at) + " " + what), replaced(whole, at, change)})
		}
		for _, name := range sortedKeys(specimens) {
			if specimen := specimens[name]; reflect.TypeOf(specimen) != reflect.TypeOf(value) {
				add("as "+name, func(any) any { return specimen })
			}
		}
		switch value := value.(type) {
		case bool:
			add("turned", func(any) any { return !value })
		case object:
			for _, name := range sortedKeys(value) {
				add("without "+name, func(value any) any { return without(value, name) })
				below(name, value[name])
			}
		case []any:
			for i, item := range value {
				add(fmt.Sprint("without item ", i), func(any) any { return append(append([]any{}, value[:i]...), value[i+1:]...) })
				add(fmt.Sprint("with item twice ", i), func(any) any { return append(append([]any{}, value...), item) })
				if i == 0 { // the others are like it
					below("0", item)
				}
			}
		}
	}
	visit(whole, nil)
	return all
}
