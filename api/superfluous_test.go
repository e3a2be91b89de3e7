package api_test

import (
	"slices"
	"testing"

	"github.com/speakeasy-api/openapi/overlay"
	"gopkg.in/yaml.v3"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// Every correction is there for something that contentChecks look at: without it, at least one of them complains.
//
// The document is rebuilt without the correction as any Overlay tool does it, that is without guards: all the other
// corrections are applied, so what is wrong then is due to the missing one. Where that makes no difference, because a
// later correction overwrites the same place, it is rebuilt as specfix does it: the guard of the later one does not hold,
// and it is left out as well.
func TestNoCorrectionIsSuperfluous(t *testing.T) {
	upstream, corrections := readSources(t)
	whole := rebuild(t, upstream, corrections, applyAll)
	if toJSON(whole) != toJSON(committed(t)) {
		t.Error("the rebuilt document is not api/openapi.yml: run make generate")
	}
	before := allComplaints(whole)
	for i, dropped := range corrections {
		t.Run(dropped.ID, func(t *testing.T) {
			t.Parallel()
			others := slices.Delete(slices.Clone(corrections), i, i+1)
			without := rebuild(t, upstream, others, applyAll)
			if toJSON(without) == toJSON(whole) {
				without = rebuild(t, upstream, others, applyGuarded)
			}
			isOld := func(complaint string) bool { return slices.Contains(before, complaint) }
			if found := slices.DeleteFunc(allComplaints(without), isOld); len(found) == 0 {
				t.Errorf("no content check notices that %s is missing", dropped.ID)
			}
		})
	}
}

func readSources(t *testing.T) (upstream *yaml.Node, corrections []specfix.Correction) {
	t.Helper()
	project := specfix.Project{Root: ".."}
	source, err := project.ReadSource(specfix.UpstreamFile)
	if err != nil {
		t.Fatal(err)
	}
	if upstream, err = specfix.ReadOpenAPI(source); err != nil {
		t.Fatal(err)
	}
	all, err := project.ReadCorrections()
	if err != nil {
		t.Fatal(err)
	}
	return upstream, all.Actions
}

func allComplaints(d document) []string {
	var all []string
	for _, check := range contentChecks {
		all = append(all, check(d)...)
	}
	return all
}

type applier func(root *yaml.Node, corrections []specfix.Correction) error

func rebuild(t *testing.T, upstream *yaml.Node, corrections []specfix.Correction, apply applier) document {
	t.Helper()
	root := deepCopy(upstream)
	if err := apply(root, corrections); err != nil {
		t.Fatal(err)
	}
	d, err := toDocument(root)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func deepCopy(node *yaml.Node) *yaml.Node {
	result := *node
	result.Content = make([]*yaml.Node, len(node.Content))
	for i, child := range node.Content {
		result.Content[i] = deepCopy(child)
	}
	return &result
}

func applyAll(root *yaml.Node, corrections []specfix.Correction) error {
	all := &overlay.Overlay{Version: overlay.Version100, JSONPathVersion: overlay.JSONPathRFC9535}
	for _, c := range corrections {
		action := overlay.Action{Target: c.Target, Remove: c.Update == nil}
		if c.Update != nil {
			action.Update = *c.Update
		}
		all.Actions = append(all.Actions, action)
	}
	return all.ApplyTo(root)
}

// applyGuarded leaves out the corrections whose guards do not hold. What it finds does not matter here.
func applyGuarded(root *yaml.Node, corrections []specfix.Correction) error {
	specfix.Apply(root, corrections)
	return nil
}
