// Package api embeds the corrected OpenAPI document, for validators and mock servers. Programs that only call the API
// do not need it.
package api

import _ "embed"

// Document is api/openapi.yml.
//
//go:embed openapi.yml
var Document []byte
