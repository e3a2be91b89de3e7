//go:build generate

// Command lines that make everything generated, in this order: the document, its report, the Go code, the tables of
// operations, and the sums by which specfix check notices a hand-edited file.
package tools

//go:generate go run ./cmd/specfix build
//go:generate go run ./cmd/specfix report
//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -config internal/codegen/gsapi.yml api/openapi.yml
//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -config internal/codegen/gsserver.yml api/openapi.yml
//go:generate go run ./cmd/specfix operations
//go:generate go run ./cmd/specfix seal
