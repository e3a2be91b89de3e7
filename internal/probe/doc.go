// Package probe asks a live tenant a handful of questions and compares what it says with the contract. It cannot write:
// below the client stands a gate that lets only these requests pass, each once.
package probe
