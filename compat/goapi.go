package main

import (
	"errors"
	"fmt"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/gainsight-go/gainsight-go/internal/specfix"
)

// goPackages are the packages that others can import, by their folder; the one at the top has the name of the module.
type goPackages map[string]*types.Package

// loadGo type-checks the packages of the project, whose module is in a folder, and of the modules that are published with it.
func loadGo(dir string) (goPackages, error) {
	modules, err := publishedModules(dir)
	if err != nil {
		return nil, fmt.Errorf("the Go packages cannot be loaded: %w", err)
	}
	public := goPackages{}
	for _, module := range modules {
		if err := public.load(dir, module); err != nil {
			return nil, fmt.Errorf("the Go packages cannot be loaded: %w", err)
		}
	}
	return public, nil
}

// publishedModules are the folders of the module at the top, and of those inside pkg, where everything is for others.
func publishedModules(dir string) ([]string, error) {
	found := []string{"."}
	err := fs.WalkDir(os.DirFS(dir), "pkg", func(name string, _ fs.DirEntry, err error) error {
		if path.Base(name) == specfix.ModuleFile {
			found = append(found, path.Dir(name))
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return found, err
}

func (public goPackages) load(dir, module string) error {
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedModule,
		Dir:  filepath.Join(dir, filepath.FromSlash(module)),
		// So that the go command finds in its cache what it built in another folder.
		BuildFlags: []string{"-trimpath"},
	}, "./...")
	if err != nil {
		return err
	}
	var problems []error
	for _, p := range loaded {
		for _, problem := range p.Errors {
			problems = append(problems, problem)
		}
		if p.Module == nil || p.Name == "main" || isInternal(p.PkgPath) {
			continue
		}
		folder := path.Join(module, strings.TrimPrefix(p.PkgPath, p.Module.Path))
		if folder == "." {
			folder = path.Base(p.Module.Path)
		}
		public[folder] = p.Types
	}
	return errors.Join(problems...)
}

func isInternal(path string) bool {
	return slices.Contains(strings.Split(path, "/"), "internal")
}
