package peers

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/pb33f/libopenapi"
)

// overlayTool applies one overlay file to a document and writes the result.
type overlayTool struct {
	name  string
	apply func(t *testing.T, document, overlay, result string)
}

var overlayTools = []overlayTool{
	{"bump-cli", applyBump},
	{"openapi-format", applyOpenAPIFormat},
	{"openapi-overlays-js", applyOverlayJS},
	{"libopenapi", applyLibopenapi},
}

// Whoever applies the corrections to the published document with a tool of their own gets our document.
func TestOverlayToolsGiveTheDocument(t *testing.T) {
	want := readYAML(t, documentPath)
	for _, tool := range overlayTools {
		t.Run(tool.name, func(t *testing.T) {
			t.Parallel()
			wantSame(t, applyAll(t, tool, corrections(t)), want)
		})
	}
}

// The comparison above can fail: without any one of the files the document is another.
func TestEveryCorrectionCounts(t *testing.T) {
	want := readYAML(t, documentPath)
	tool := overlayTool{"libopenapi", applyLenient}
	all := corrections(t)
	for i, left := range all {
		t.Run(filepath.Base(left), func(t *testing.T) {
			rest := append(append([]string{}, all[:i]...), all[i+1:]...)
			if len(differences("", applyAll(t, tool, rest), want)) == 0 {
				t.Error("the document is the same without this file")
			}
		})
	}
}

func applyAll(t *testing.T, tool overlayTool, overlays []string) any {
	t.Helper()
	dir, document := t.TempDir(), upstreamPath
	for i, overlay := range overlays {
		result := filepath.Join(dir, fmt.Sprintf("%d.yml", i+1))
		tool.apply(t, document, overlay, result)
		document = result
	}
	return readYAML(t, document)
}

func applyBump(t *testing.T, document, overlay, result string) {
	t.Helper()
	wantSuccess(t, runNode(t, "bump", "overlay", document, overlay, "--out", result))
}

func applyOpenAPIFormat(t *testing.T, document, overlay, result string) {
	t.Helper()
	wantSuccess(t, runNode(t, "openapi-format", document, "--overlayFile", overlay, "--no-sort", "--output", result))
}

// overlayjs writes the document to its standard output.
func applyOverlayJS(t *testing.T, document, overlay, result string) {
	t.Helper()
	out := runNode(t, "overlayjs", "--openapi", document, "--overlay", overlay)
	wantSuccess(t, out)
	if err := os.WriteFile(result, out.stdout, 0o600); err != nil {
		t.Fatal(err)
	}
}

func wantSuccess(t *testing.T, out output) {
	t.Helper()
	if out.code != 0 {
		t.Fatalf("exit code %d\n%s%s", out.code, out.stdout, out.stderr)
	}
}

func applyLibopenapi(t *testing.T, document, overlay, result string) {
	t.Helper()
	for _, warning := range libopenapiApply(t, document, overlay, result) {
		t.Errorf("%s: %s", filepath.Base(overlay), warning)
	}
}

// applyLenient takes no notice of targets that are not there.
func applyLenient(t *testing.T, document, overlay, result string) {
	t.Helper()
	libopenapiApply(t, document, overlay, result)
}

func libopenapiApply(t *testing.T, document, overlay, result string) (warnings []string) {
	t.Helper()
	documentData, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	overlayData, err := os.ReadFile(overlay)
	if err != nil {
		t.Fatal(err)
	}
	applied, err := libopenapi.ApplyOverlayFromBytesToSpecBytes(documentData, overlayData)
	if err != nil {
		t.Fatalf("%s: %v", filepath.Base(overlay), err)
	}
	for _, warning := range applied.Warnings {
		warnings = append(warnings, warning.Target+": "+warning.Message)
	}
	if err := os.WriteFile(result, applied.Bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	return warnings
}
