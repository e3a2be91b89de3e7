package main

import "go/types"

// unnamed is a type without the names of parameters.
func unnamed(t types.Type) types.Type {
	switch t := t.(type) {
	case *types.Pointer:
		return types.NewPointer(unnamed(t.Elem()))
	case *types.Slice:
		return types.NewSlice(unnamed(t.Elem()))
	case *types.Array:
		return types.NewArray(unnamed(t.Elem()), t.Len())
	case *types.Map:
		return types.NewMap(unnamed(t.Key()), unnamed(t.Elem()))
	case *types.Chan:
		return types.NewChan(t.Dir(), unnamed(t.Elem()))
	case *types.Signature:
		return types.NewSignatureType(nil, nil, nil, unnamedAll(t.Params()), unnamedAll(t.Results()), t.Variadic())
	}
	return t
}

func unnamedAll(list *types.Tuple) *types.Tuple {
	var result []*types.Var
	for v := range list.Variables() {
		result = append(result, types.NewParam(v.Pos(), nil, "", unnamed(v.Type())))
	}
	return types.NewTuple(result...)
}
