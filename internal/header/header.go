// Package header reads the headers of recordings, which spell names as they like.
package header

import (
	"maps"
	"net/http"
	"slices"
)

// Canonical returns a header whose names are spelled as http.Header.Get expects them.
func Canonical(header http.Header) http.Header {
	spelled := make(http.Header, len(header))
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			spelled.Add(name, value)
		}
	}
	return spelled
}
