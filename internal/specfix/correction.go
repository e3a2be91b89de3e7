package specfix

import (
	"fmt"

	"github.com/speakeasy-api/openapi/overlay"
	"gopkg.in/yaml.v3"
)

// Correction is one action of an overlay file together with its guard.
type Correction struct {
	ID          string
	Target      string // JSONPath, RFC 9535
	Description string
	Evidence    []Mark
	Source      string
	Matches     int        // how many nodes the target has to match
	Overrides   []string   // ids of earlier corrections that this one may change or remove
	Update      *yaml.Node // nil: the target is removed
	File        string
	Line        int

	guard guard
}

func (c Correction) removes() bool { return c.Update == nil }

func (c Correction) finding(kind Kind, format string, args ...any) Finding {
	return Finding{Kind: kind, ID: c.ID, File: c.File, Line: c.Line, Target: c.Target, Message: fmt.Sprintf(format, args...)}
}

// overlay is the correction as a document of the overlay library.
func (c Correction) overlay() *overlay.Overlay {
	action := overlay.Action{Target: c.Target, Remove: c.removes()}
	if !c.removes() {
		action.Update = *c.Update
	}
	return &overlay.Overlay{
		Version:         overlay.Version100,
		JSONPathVersion: overlay.JSONPathRFC9535,
		Actions:         []overlay.Action{action},
	}
}

// query finds the nodes that the target matches, each once. A panic of the library becomes an error.
func (c Correction) query(root *yaml.Node) (nodes []*yaml.Node, err error) {
	defer recoverAs(&err)
	path, err := c.overlay().NewPath(c.Target, nil)
	if err != nil {
		return nil, err
	}
	return path.Query(root), nil
}

func (c Correction) applyTo(root *yaml.Node) (err error) {
	defer recoverAs(&err)
	return c.overlay().ApplyTo(root)
}

func recoverAs(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the overlay library failed: %v", r)
	}
}
