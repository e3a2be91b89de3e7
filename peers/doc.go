// Package peers checks api/openapi.yml, the corrections and the client with tools of other people: Overlay tools, linters, mock
// servers and a SCIM server. It has tests only. It is a module of its own so that those tools are no dependencies of the library.
package peers
