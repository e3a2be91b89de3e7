package contract

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/gainsight-go/gainsight-go/internal/pointer"
)

// sieve compares the parts of one list or map with their schema, and lets a few errors of each kind through.
type sieve struct {
	*jsonschema.ValidatorContext
	schema *jsonschema.Schema
	depth  int
	kinds  kinds[leafKind, leaf]
	isCut  bool
	known  map[any][]*group[leaf] // what was wrong with a scalar, which is the same wherever it is
}

// leafKind is what errors have in common that differ only in where they are. The pointer begins at the part.
type leafKind struct{ schema, keyword, pointer string }

// maxScalars bounds how many scalars a sieve knows.
const maxScalars = 1000

// cut is the kind of an error that says that there are more kinds.
type cut struct{ *kind.Group }

func newSieve(context *jsonschema.ValidatorContext, schema *jsonschema.Schema) *sieve {
	return &sieve{ValidatorContext: context, schema: schema, depth: len(context.ValueLocation()), known: map[any][]*group[leaf]{}}
}

// check reports false if nobody needs to know more than that something is wrong.
func (s *sieve) check(name string, value any) bool {
	if groups, isKnown := s.lookUp(value); isKnown {
		for _, group := range groups {
			group.more++
		}
		return true
	}
	var misfit *jsonschema.ValidationError
	isWrong := errors.As(s.Validate(s.schema, value, []string{name}), &misfit)
	switch {
	case !isWrong:
		s.remember(value, nil)
		return true
	case misfit.ErrorKind == nil: // only whether it is valid was asked
		s.AddErr(misfit)
		return false
	}
	var groups []*group[leaf]
	for _, leaf := range leavesOf(misfit) {
		group := s.kinds.of(s.kindOf(leaf))
		if _, isCut := leaf.ErrorKind.(cut); isCut || group == nil {
			s.isCut = true
			continue
		}
		more := leaf.more
		leaf.more = 0
		group.add(leaf, more)
		groups = append(groups, group)
	}
	s.remember(value, groups)
	return true
}

// lookUp knows a scalar of which no error is needed any more.
func (s *sieve) lookUp(value any) (groups []*group[leaf], isKnown bool) {
	if !isScalar(value) {
		return nil, false
	}
	groups, isKnown = s.known[value]
	return groups, isKnown && !slices.ContainsFunc(groups, func(g *group[leaf]) bool { return !g.isFull() })
}

func (s *sieve) remember(value any, groups []*group[leaf]) {
	if isScalar(value) && len(s.known) < maxScalars {
		s.known[value] = groups
	}
}

func isScalar(value any) bool {
	switch value.(type) {
	case nil, bool, string, json.Number:
		return true
	}
	return false
}

func (s *sieve) kindOf(of leaf) leafKind {
	var at strings.Builder
	for _, part := range of.InstanceLocation[min(s.depth, len(of.InstanceLocation)):] {
		at.WriteString("/" + pointerEscapes.Replace(part))
	}
	return leafKind{of.SchemaURL, string(ruleOf(of.ErrorKind)), pointer.General(at.String())}
}

// report hands what was kept to the validator.
func (s *sieve) report() {
	for _, group := range s.kinds.order {
		group.kept[len(group.kept)-1].more = group.more
		for _, leaf := range group.kept {
			s.AddErr(leaf.error())
		}
	}
	if s.isCut {
		s.AddError(cut{})
	}
}
