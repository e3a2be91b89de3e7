package main

import (
	"cmp"
	"errors"
	"fmt"
	"go/types"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// goPackages are the packages of a module that others can import, by their folder; the one at the top has the name of the
// module.
type goPackages map[string]*types.Package

// loadGo type-checks the packages of the module in a folder.
func loadGo(dir string) (goPackages, error) {
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedModule,
		Dir:  dir,
		// So that the go command finds in its cache what it built in another folder.
		BuildFlags: []string{"-trimpath"},
	}, "./...")
	if err != nil {
		return nil, fmt.Errorf("the Go packages cannot be loaded: %w", err)
	}
	public := goPackages{}
	var problems []error
	for _, p := range loaded {
		for _, problem := range p.Errors {
			problems = append(problems, problem)
		}
		if p.Module == nil || p.Name == "main" || isInternal(p.PkgPath) {
			continue
		}
		inside := strings.TrimPrefix(strings.TrimPrefix(p.PkgPath, p.Module.Path), "/")
		public[cmp.Or(inside, path.Base(p.Module.Path))] = p.Types
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("the Go packages cannot be loaded: %w", errors.Join(problems...))
	}
	return public, nil
}

func isInternal(path string) bool {
	return slices.Contains(strings.Split(path, "/"), "internal")
}
