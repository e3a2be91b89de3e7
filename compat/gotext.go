package main

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
)

// text is the exported API as sorted lines, one for each constant, variable, function, type, field and method, in the
// manner of the files in api/ of the Go project itself. Names of parameters are left out, since no caller depends on them.
func (packages goPackages) text() []string {
	var lines []string
	for path, p := range packages {
		w := &goWriter{packages: packages, path: path, qualifier: types.Qualifier(func(other *types.Package) string {
			if other == p {
				return ""
			}
			return other.Name()
		})}
		for _, name := range p.Scope().Names() {
			if object := p.Scope().Lookup(name); object.Exported() {
				w.writeObject(object)
			}
		}
		lines = append(lines, w.lines...)
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// goWriter writes the lines of one package.
type goWriter struct {
	packages  goPackages
	path      string
	qualifier types.Qualifier
	lines     []string
}

func (w *goWriter) line(format string, args ...any) {
	w.lines = append(w.lines, "pkg "+w.path+", "+fmt.Sprintf(format, args...))
}

func (w *goWriter) writeObject(object types.Object) {
	name := object.Name()
	switch object := object.(type) {
	case *types.Const:
		w.line("const %s %s = %s", name, w.show(object.Type()), object.Val().ExactString())
	case *types.Var:
		w.line("var %s %s", name, w.show(object.Type()))
	case *types.Func:
		signature := object.Signature()
		w.line("func %s%s%s", name, w.showParameters(signature.TypeParams()), w.showSignature(signature))
	case *types.TypeName:
		w.writeType(object)
	}
}

func (w *goWriter) writeType(object *types.TypeName) {
	name := object.Name()
	if alias, isAlias := object.Type().(*types.Alias); isAlias {
		w.line("type %s%s = %s", name, w.showParameters(alias.TypeParams()), w.show(alias.Rhs()))
		if target, ok := types.Unalias(alias).(*types.Named); ok && w.isHidden(target.Obj()) {
			w.writeMembers(name, target)
		}
		return
	}
	named := object.Type().(*types.Named)
	head := "type " + name + w.showParameters(named.TypeParams())
	switch underlying := named.Underlying().(type) {
	case *types.Struct:
		w.line("%s struct", head)
	case *types.Interface:
		w.line("%s %s", head, w.showInterface(underlying))
	default:
		w.line("%s %s", head, w.show(underlying))
	}
	w.writeMembers(name, named)
}

// isHidden reports whether a type can be reached only by an alias, so that its members are written with the alias.
func (w *goWriter) isHidden(object *types.TypeName) bool {
	return object.Pkg() != nil && isInternal(object.Pkg().Path()) || object.Pkg() == w.packages[w.path] && !object.Exported()
}

// The head of an interface says whether others can implement it, since then a new method breaks them.
const (
	openInterface   = "interface"
	closedInterface = "interface { unexported methods }"
)

func (w *goWriter) showInterface(t *types.Interface) string {
	switch {
	case !t.IsMethodSet():
		return w.show(t)
	case hasUnexported(t):
		return closedInterface
	}
	return openInterface
}

func hasUnexported(t *types.Interface) bool {
	for method := range t.Methods() {
		if !method.Exported() {
			return true
		}
	}
	return false
}

func (w *goWriter) writeMembers(name string, named *types.Named) {
	switch underlying := named.Underlying().(type) {
	case *types.Struct:
		w.writeFields(name, underlying)
	case *types.Interface:
		for method := range underlying.Methods() {
			if method.Exported() {
				w.line("type %s interface, %s%s", name, method.Name(), w.showSignature(method.Signature()))
			}
		}
		return
	}
	values, pointers := types.NewMethodSet(named), types.NewMethodSet(types.NewPointer(named))
	for selection := range pointers.Methods() {
		method := selection.Obj().(*types.Func)
		if !method.Exported() {
			continue
		}
		receiver := "*" + name
		if values.Lookup(method.Pkg(), method.Name()) != nil {
			receiver = name
		}
		w.line("method (%s) %s%s", receiver, method.Name(), w.showSignature(selection.Type().(*types.Signature)))
	}
}

// writeFields writes those of an embedded struct that has no exported name as well, since they can be reached all the same.
func (w *goWriter) writeFields(name string, t *types.Struct) {
	for field := range t.Fields() {
		switch {
		case field.Embedded() && field.Exported():
			w.line("type %s struct, %s (embedded %s)", name, field.Name(), w.show(field.Type()))
		case field.Exported():
			w.line("type %s struct, %s %s", name, field.Name(), w.show(field.Type()))
		case field.Embedded():
			if inner, ok := deref(field.Type()).Underlying().(*types.Struct); ok {
				w.writeFields(name, inner)
			}
		}
	}
}

func deref(t types.Type) types.Type {
	if pointer, ok := t.Underlying().(*types.Pointer); ok {
		return pointer.Elem()
	}
	return t
}

func (w *goWriter) show(t types.Type) string {
	return types.TypeString(unnamed(t), w.qualifier)
}

// showSignature leaves out the receiver and the type parameters.
func (w *goWriter) showSignature(t *types.Signature) string {
	return strings.TrimPrefix(w.show(t), "func")
}

func (w *goWriter) showParameters(list *types.TypeParamList) string {
	var parts []string
	for parameter := range list.TypeParams() {
		parts = append(parts, parameter.Obj().Name()+" "+w.show(parameter.Constraint()))
	}
	if len(parts) == 0 {
		return ""
	}
	return "[" + strings.Join(parts, ", ") + "]"
}
