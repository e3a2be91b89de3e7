// Command generate writes the clients that other generators make of api/openapi.yml. It is run in bench.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

func main() {
	if err := generate("..", "."); err != nil {
		log.Fatal(err)
	}
}

// generate writes the packages stock and ogenapi to a folder. The configurations are those in bench.
func generate(project, to string) error {
	document, err := os.ReadFile(filepath.Join(project, "api", "openapi.yml"))
	if err != nil {
		return err
	}
	adapted, err := forOthers(document)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	path := filepath.Join(work, "openapi.yml")
	if err := os.WriteFile(path, adapted, 0o600); err != nil {
		return err
	}

	stock, ogen := filepath.Join(to, "stock"), filepath.Join(to, "ogenapi")
	if err := os.MkdirAll(stock, 0o777); err != nil {
		return err
	}
	bench := filepath.Join(project, "bench")
	if err := tool("oapi-codegen", "-config", filepath.Join(bench, "stock", "oapi-codegen.yml"), "-o", filepath.Join(stock, "stock.gen.go"), path); err != nil {
		return err
	}
	return tool("ogen", "-config", filepath.Join(bench, "ogenapi", "ogen.yml"), "-package", "ogenapi", "-target", ogen, path)
}

// tool runs a generator in the version that go.mod names.
func tool(name string, args ...string) error {
	out, err := exec.Command("go", append([]string{"tool", name}, args...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}
