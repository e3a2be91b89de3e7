package specfix

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// Operations are all operations of the document with what it says about calling them.
type Operations struct {
	Findings []Finding // what keeps the outputs from being written

	all  []operation // by path and method
	tags []string    // in the order of the document
}

type operation struct {
	id, goName, method, path string
	tag                      string // the first one
	evidence                 []Mark
	deprecated               bool
	publishedPath            string // where the published document has it, if elsewhere
	retry, quota, auth       class
	goCalls                  []string
}

// Operations reads the operations of the corrected document, and looks at what each has to say about itself.
func (r *Result) Operations() Operations {
	d := &documentChecker{root: r.root}
	all := d.readOperations()
	return Operations{Findings: d.findings, all: all, tags: declaredTags(r.root)}
}

// Outputs are the table for Go programs and the one for readers.
func (o Operations) Outputs() []Output {
	return []Output{{OperationsGoFile, o.goSource}, {OperationsFile, o.page}}
}

func declaredTags(root *yaml.Node) []string {
	var names []string
	if tags := child(root, "tags"); tags != nil {
		for _, tag := range tags.Content {
			names = append(names, text(tag, "name"))
		}
	}
	return names
}

// group is the operations of one tag.
type group struct {
	tag        string
	operations []operation
}

// groups has the tags that the document declares first.
func (o Operations) groups() []group {
	groups := make([]group, len(o.tags))
	for i, tag := range o.tags {
		groups[i].tag = tag
	}
	for _, operation := range o.all {
		i := slices.IndexFunc(groups, func(g group) bool { return g.tag == operation.tag })
		if i < 0 {
			i = len(groups)
			groups = append(groups, group{tag: operation.tag})
		}
		groups[i].operations = append(groups[i].operations, operation)
	}
	return slices.DeleteFunc(groups, func(g group) bool { return len(g.operations) == 0 })
}
