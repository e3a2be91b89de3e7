package verify

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gainsight-go/gainsight-go/internal/pointer"
	"github.com/gainsight-go/gainsight-go/internal/specfix"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/contract"
	"gopkg.in/yaml.v3"
)

// ReadAccepted reads a file of accepted violations: a list in YAML. The error has a line for everything that is wrong.
func ReadAccepted(file string, data []byte, now time.Time) (*Accepted, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, &specfix.InputError{File: file, Line: 1, Message: "is empty: write [] if nothing is accepted, or leave out --accept"}
	}
	root, err := specfix.ReadYAML("YAML", file, data)
	if err != nil {
		return nil, err
	}
	r := &acceptedReader{Accepted: &Accepted{file: file, byKind: map[kind][]*entry{}}, today: today(now)}
	if root.Kind != yaml.SequenceNode {
		r.report(root, "is no list of accepted violations: each begins with - operation: …")
	} else {
		for _, item := range root.Content {
			r.readEntry(item)
		}
	}
	if len(r.faults) > 0 {
		return nil, errors.Join(r.faults...)
	}
	return r.Accepted, nil
}

// acceptedReader collects everything that is wrong with a file.
type acceptedReader struct {
	*Accepted
	today  string
	faults []error
}

func (r *acceptedReader) report(node *yaml.Node, format string, args ...any) {
	r.faults = append(r.faults, &specfix.InputError{File: r.file, Line: node.Line, Message: fmt.Sprintf(format, args...)})
}

func (r *acceptedReader) readEntry(item *yaml.Node) {
	if item.Kind != yaml.MappingNode {
		r.report(item, "an entry has to be a mapping that begins with operation: …")
		return
	}
	before := len(r.faults)
	e := &entryReader{acceptedReader: r, item: item, members: map[string]*yaml.Node{}}
	for i := 0; i+1 < len(item.Content); i += 2 {
		e.members[item.Content[i].Value] = item.Content[i+1]
	}
	e.rejectUnknown()
	read := &entry{line: item.Line}
	read.operation = e.need("operation")
	read.side = contract.Side(e.oneOf("side", true, string(contract.RequestSide), string(contract.ReplySide)))
	read.status = e.status(read.side)
	read.in = contract.Part(e.oneOf("in", false, parts...))
	read.pointer = e.pointer()
	read.rule = contract.Rule(e.need("rule"))
	read.Acceptance = Acceptance{Reason: clean(e.need("reason")), Date: e.date()}
	if len(r.faults) == before {
		r.add(item, read)
	}
}

func (r *acceptedReader) add(item *yaml.Node, read *entry) {
	isSame := func(other *entry) bool { return other.status == read.status && other.in == read.in }
	if i := slices.IndexFunc(r.byKind[read.kind], isSame); i >= 0 {
		r.report(item, "is the same violation as in line %d: keep one", r.byKind[read.kind][i].line)
		return
	}
	r.entries = append(r.entries, read)
	r.byKind[read.kind] = append(r.byKind[read.kind], read)
}

var (
	members = []string{"operation", "side", "status", "in", "pointer", "rule", "reason", "date"}
	parts   = []string{
		string(contract.InTarget), string(contract.InPath), string(contract.InQuery), string(contract.InHeader),
		string(contract.InStatus), string(contract.InBody),
	}
)

// entryReader reads the members of one entry.
type entryReader struct {
	*acceptedReader
	item    *yaml.Node
	members map[string]*yaml.Node
}

func (e *entryReader) rejectUnknown() {
	for i := 0; i < len(e.item.Content); i += 2 {
		if key := e.item.Content[i]; !slices.Contains(members, key.Value) {
			e.report(key, "unknown key %q: the keys are %s", clean(key.Value), strings.Join(members, ", "))
		}
	}
}

// need returns a text that must be there, and is not empty.
func (e *entryReader) need(name string) string {
	node := e.members[name]
	if node == nil {
		e.report(e.item, "%s is needed", name)
		return ""
	}
	text := strings.TrimSpace(node.Value)
	if node.Kind != yaml.ScalarNode || node.ShortTag() == "!!null" || text == "" {
		e.report(node, "%s has to be a text that is not empty", name)
	}
	return text
}

func (e *entryReader) oneOf(name string, isNeeded bool, known ...string) string {
	if e.members[name] == nil && !isNeeded {
		return ""
	}
	text := e.need(name)
	if text != "" && !slices.Contains(known, text) {
		e.report(e.members[name], "%s has to be one of %s, found %q", name, strings.Join(known, ", "), clean(text))
	}
	return text
}

func (e *entryReader) status(side contract.Side) int {
	node := e.members["status"]
	if node == nil {
		return 0
	}
	status, err := strconv.Atoi(node.Value)
	switch {
	case side == contract.RequestSide:
		e.report(node, "a request has no status: leave it out")
	case err != nil || status < 100 || status > 599:
		e.report(node, "status has to be a number from 100 to 599: leave it out for any")
	}
	return status
}

// pointer must be there, since an entry without one could be taken for one that fits everywhere.
func (e *entryReader) pointer() string {
	node := e.members["pointer"]
	if node == nil {
		e.report(e.item, `pointer is needed: "" means the whole part`)
		return ""
	}
	if node.Kind != yaml.ScalarNode || node.ShortTag() != "!!str" {
		e.report(node, `pointer has to be a text, such as /data/records/*/Gsid, or "" for the whole part`)
	}
	return pointer.General(clean(node.Value))
}

func (e *entryReader) date() string {
	text := e.need("date")
	if text == "" {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		e.report(e.members["date"], "date has to be a day such as 2026-01-31, found %q", clean(text))
	} else if text > e.today {
		e.report(e.members["date"], "the date %s is in the future: it is the day on which the violation was accepted", text)
	}
	return text
}
