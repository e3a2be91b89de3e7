// Package bench compares the client's speed with that of others: the generator's stock client, ogen's client, and one
// written by hand. It is a module of its own so that none of them is a dependency of the library.
package bench
