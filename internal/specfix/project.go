package specfix

import "path/filepath"

// The files that specfix reads and writes, relative to the root of the project.
const (
	UpstreamFile     = "api/upstream/gainsight-cs-user-management-api-openapi.yml"
	UpstreamHashFile = UpstreamFile + ".sha256"
	CorrectionsDir   = "api/corrections"
	DocumentFile     = "api/openapi.yml"
	ReportFile       = "docs/corrections.md"
	OperationsFile   = "docs/operations.md"
	GeneratedDir     = "gen"
	OperationsGoFile = "gen/gsapi/operations.gen.go"
	SealFile         = "gen/SHA256SUMS"
	CodegenDir       = "internal/codegen"
	ModuleFile       = "go.mod"
)

// Project is a working tree of this project.
type Project struct {
	// Root is the folder that holds go.mod.
	Root string
}

// Path turns a slash-separated name inside the project into a path of this system.
func (p Project) Path(name string) string {
	return filepath.Join(p.Root, filepath.FromSlash(name))
}
