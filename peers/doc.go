// Package peers checks api/openapi.yml and the corrections with tools of other people: Overlay tools, linters and mock
// servers. It has tests only. It is a module of its own so that those tools are no dependencies of the library.
package peers
