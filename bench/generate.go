//go:build generate

// Command line that makes the peers anew.
package bench

//go:generate go run ./generate
