// Package pointer makes one JSON pointer of those that differ only in the index of a list.
package pointer

import "strings"

// General is a JSON pointer with * in place of each index of a list, so that a fault in every record is one. A member whose
// name is a number is taken for an index.
func General(pointer string) string {
	parts := strings.Split(pointer, "/")
	for i, part := range parts {
		if i > 0 && isIndex(part) {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}

func isIndex(part string) bool {
	return part != "" && strings.Trim(part, "0123456789") == ""
}
