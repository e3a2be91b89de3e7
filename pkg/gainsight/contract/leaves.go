package contract

import (
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// leaf is what is wrong with one part of a value.
type leaf struct {
	*jsonschema.ValidationError
	more int // others that it stands for, see kinds
}

// counted is the kind of an error that stands for others too.
type counted struct {
	jsonschema.ErrorKind
	more int
}

// missing is the kind of an error about one member, at which it is.
type missing struct{ jsonschema.ErrorKind }

// error is the leaf for the tree of a validator.
func (l leaf) error() *jsonschema.ValidationError {
	if l.more == 0 {
		return l.ValidationError
	}
	all := *l.ValidationError
	all.ErrorKind = counted{l.ErrorKind, l.more}
	return &all
}

// leavesOf returns the innermost errors. Of the branches of a choice it takes the one that came closest: a value that is
// wrong deep inside was meant for that branch, and one of a wrong type for none of them.
func leavesOf(misfit *jsonschema.ValidationError) []leaf {
	if len(misfit.Causes) == 0 {
		return leavesOfOne(misfit)
	}
	var branches [][]leaf
	for _, cause := range misfit.Causes {
		branches = append(branches, leavesOf(cause))
	}
	switch misfit.ErrorKind.(type) {
	case *kind.OneOf, *kind.AnyOf:
	default:
		return slices.Concat(branches...)
	}
	for _, branch := range branches {
		if !isWrongType(branch, misfit.InstanceLocation) {
			return branch
		}
	}
	return []leaf{joinTypes(misfit, branches)}
}

// leavesOfOne has a leaf for each member that is missing.
func leavesOfOne(misfit *jsonschema.ValidationError) []leaf {
	switch e := misfit.ErrorKind.(type) {
	case counted:
		one := *misfit
		one.ErrorKind = e.ErrorKind
		return []leaf{{&one, e.more}}
	case *kind.Required:
		var leaves []leaf
		for _, name := range e.Missing {
			one := *misfit
			one.InstanceLocation, one.ErrorKind = append(slices.Clip(misfit.InstanceLocation), name), missing{e}
			leaves = append(leaves, leaf{&one, 0})
		}
		return leaves
	}
	return []leaf{{misfit, 0}}
}

func isWrongType(leaves []leaf, location []string) bool {
	_, isType := leaves[0].ErrorKind.(*kind.Type)
	return isType && slices.Equal(leaves[0].InstanceLocation, location)
}

// joinTypes makes one error of those that each say that the type is not theirs.
func joinTypes(misfit *jsonschema.ValidationError, branches [][]leaf) leaf {
	joined := &kind.Type{}
	for _, branch := range branches {
		wrong := branch[0].ErrorKind.(*kind.Type)
		joined.Got, joined.Want = wrong.Got, append(joined.Want, wrong.Want...)
	}
	return leaf{&jsonschema.ValidationError{SchemaURL: misfit.SchemaURL, InstanceLocation: misfit.InstanceLocation, ErrorKind: joined}, 0}
}
