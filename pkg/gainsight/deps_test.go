package gainsight_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// A program that imports this package links the standard library, this module, the generator's runtime with what it
// brings, x/oauth2, and one small JSON library; neither the document nor a validator.
func TestDependenciesStayLight(t *testing.T) {
	const module = "github.com/gainsight-go/gainsight-go"
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", module+"/pkg/gainsight").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	allowed := []string{
		module + "/pkg/gainsight/internal/keylock", module + "/pkg/gainsight/internal/loose", module + "/pkg/gainsight/internal/secret", module + "/pkg/gainsight/internal/baseurl", module + "/pkg/gainsight/internal/printable", module + "/pkg/gainsight/internal/where", module + "/pkg/gainsight/operator", module + "/gen/gsapi", module + "/pkg/gainsight", module + "/pkg/gainsight/quota", module + "/pkg/gainsight/scim", module + "/pkg/gainsight/wire",
		"github.com/go-json-experiment/json", "golang.org/x/oauth2", "github.com/oapi-codegen/runtime",
		"github.com/apapsch/go-jsonmerge/v2", "github.com/google/uuid", // brought by runtime
	}
	for path := range strings.FieldsSeq(string(out)) {
		fits := func(prefix string) bool {
			return path == prefix || strings.HasPrefix(path, prefix+"/") && !strings.HasPrefix(prefix, module)
		}
		if !slices.ContainsFunc(allowed, fits) {
			t.Errorf("%s is linked into every program", path)
		}
	}
}
