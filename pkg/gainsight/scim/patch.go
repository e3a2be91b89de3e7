package scim

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Patch is a list of changes to one user or group, as RFC 7644, section 3.5.2, describes it. Its methods add changes and
// return the Patch itself:
//
//	scim.NewPatch().Deactivate().Replace("title", "Former CSM")
//
// A path is the name of an attribute, as [CheckAttribute] takes it. To reach single values of a multi-valued attribute,
// give the condition as a filter, to the methods whose names end in Where; a path never has one inside.
//
// A value is encoded at once, so a later change of it has no effect. Everything that can be encoded as JSON is a value,
// also a [wire.Value]; nil and null ask to clear the attribute, and an absent member is a fault, since it would do so
// too. What is wrong with a patch stays in it, and Err tells it. A finished Patch can be used for many users, also at the
// same time.
type Patch struct {
	operations []operation
	fault      string
}

type operation struct {
	Op    string         `json:"op"`
	Path  string         `json:"path"`
	Value jsontext.Value `json:"value,omitzero"`
}

// NewPatch returns a Patch without changes.
func NewPatch() *Patch { return &Patch{} }

// Add adds a value to an attribute: another one where the attribute has many, and otherwise the one that it then has.
func (p *Patch) Add(path string, value any) *Patch {
	return p.change("add", attribute(path), encoded(value))
}

// AddWhere adds a value, or a sub-attribute of it, to those values of an attribute that the filter selects.
func (p *Patch) AddWhere(path string, where Filter, value any) *Patch {
	return p.change("add", selection(path, where), encoded(value))
}

// Replace gives an attribute a value in place of what it had, all values where it had many.
func (p *Patch) Replace(path string, value any) *Patch {
	return p.change("replace", attribute(path), encoded(value))
}

// ReplaceWhere replaces those values of an attribute that the filter selects, or a sub-attribute of them:
// ReplaceWhere("emails.value", Eq("type", "work"), address) has the path emails[type eq "work"].value.
func (p *Patch) ReplaceWhere(path string, where Filter, value any) *Patch {
	return p.change("replace", selection(path, where), encoded(value))
}

// Remove removes an attribute with all of its values.
func (p *Patch) Remove(path string) *Patch {
	return p.change("remove", attribute(path), part{})
}

// RemoveWhere removes those values of an attribute that the filter selects, or a sub-attribute of them.
func (p *Patch) RemoveWhere(path string, where Filter) *Patch {
	return p.change("remove", selection(path, where), part{})
}

// RemoveValues removes values of an attribute by naming them beside the path:
//
//	{"op":"remove","path":"members","value":[{"value":"id"}]}
//
// A client that ran against a real tenant removes members of groups in this form (L). RFC 7644 does not know it: a server
// that keeps to the RFC may ignore the value and remove all members. Use [Patch.RemoveMembers] unless your tenant is
// known to refuse it.
func (p *Patch) RemoveValues(path string, ids ...string) *Patch {
	return p.change("remove", attribute(path), references(ids))
}

// Activate makes a user active (L).
func (p *Patch) Activate() *Patch { return p.Replace("active", true) }

// Deactivate makes a user inactive (L).
func (p *Patch) Deactivate() *Patch { return p.Replace("active", false) }

// AddMembers adds users to a group by their ids (L).
func (p *Patch) AddMembers(ids ...string) *Patch {
	return p.change("add", attribute("members"), references(ids))
}

// RemoveMembers removes users from a group by their ids, one operation each, in the form of RFC 7644:
//
//	{"op":"remove","path":"members[value eq \"id\"]"}
//
// That a tenant takes this form is not known (I), and it can never remove anybody else. [Patch.RemoveValues] has the
// form that was seen.
func (p *Patch) RemoveMembers(ids ...string) *Patch {
	if list := references(ids); list.fault != "" {
		return p.change("remove", attribute("members"), list)
	}
	for _, id := range ids {
		p = p.RemoveWhere("members", Eq("value", id))
	}
	return p
}

// AddRoles gives a user roles by their names, such as "CSM" (L).
func (p *Patch) AddRoles(names ...string) *Patch {
	return p.change("add", attribute("roles"), references(names))
}

// SetManager makes the user with the id the manager (L). Remove(SchemaEnterpriseUser + ":manager") leaves none (I).
func (p *Patch) SetManager(id string) *Patch {
	return p.change("replace", attribute(SchemaEnterpriseUser+":manager"), referenceTo(id))
}

// change adds an operation, or notes the first fault in one.
func (p *Patch) change(op string, path, value part) *Patch {
	if p == nil {
		p = NewPatch()
	}
	if fault := cmp.Or(path.fault, value.fault); fault != "" && p.fault == "" {
		p.fault = fmt.Sprintf("operation %d of the patch (%s): %s", len(p.operations), op, fault)
	}
	added := operation{Op: op, Path: path.text}
	if value != (part{}) {
		added.Value = jsontext.Value(value.text)
	}
	p.operations = append(p.operations, added)
	return p
}

// part is one part of an operation, or what is wrong with it.
type part struct{ text, fault string }

func attribute(path string) part { return part{path, attributeFault(path)} }

// selection puts a filter into a path, between the attribute and its sub-attribute.
func selection(path string, where Filter) part {
	if fault := attributeFault(path); fault != "" {
		return part{fault: fault}
	}
	names := attributePath.FindStringSubmatch(path)
	selected := Values(names[1], where)
	return part{selected.text + names[2], selected.fault}
}

// encoded writes a value as JSON, members of maps in the order of their names, so that a patch always has the same text.
func encoded(value any) part {
	switch value {
	case wire.Value[string]{}, wire.Value[bool]{}, wire.Value[time.Time]{}:
		return part{fault: "the value is an absent member; leave the operation out, or set the member to null to clear the attribute"}
	}
	text, err := json.Marshal(value, json.Deterministic(true))
	if err != nil {
		return part{fault: fmt.Sprintf("the value, a %T, cannot be written as JSON", value)}
	}
	return part{text: string(text)}
}

// references writes a list of users or roles.
func references(ids []string) part {
	if len(ids) == 0 {
		return part{fault: "there is no id or name; give one at least"}
	}
	texts := make([]string, len(ids))
	for i, id := range ids {
		one := referenceTo(id)
		if one.fault != "" {
			return part{fault: fmt.Sprintf("at %d: %s", i, one.fault)}
		}
		texts[i] = one.text
	}
	return part{text: "[" + strings.Join(texts, ",") + "]"}
}

// referenceTo writes a user by its id, or a role by its name.
func referenceTo(id string) part {
	if strings.TrimSpace(id) == "" || !utf8.ValidString(id) {
		return part{fault: "the id or name is empty or not valid UTF-8"}
	}
	return encoded(map[string]string{"value": id})
}

// Err returns what is wrong with the patch: its first fault, or that it changes nothing. No call is made with such a
// patch.
func (p *Patch) Err() error {
	switch {
	case p == nil || len(p.operations) == 0:
		return errors.New("the patch has no operation; add one, or do not send it")
	case p.fault != "":
		return errors.New(p.fault)
	}
	return nil
}

// MarshalJSONTo writes the body of a request, or returns what is wrong with the patch.
func (p *Patch) MarshalJSONTo(enc *jsontext.Encoder) error {
	if err := p.Err(); err != nil {
		return err
	}
	return json.MarshalEncode(enc, struct {
		Schemas    []string    `json:"schemas"`
		Operations []operation `json:"Operations"`
	}{[]string{SchemaPatchOp}, p.operations})
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (p *Patch) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }
