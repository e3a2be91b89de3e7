// Package verify compares recorded or live traffic with the contract, and reports by operation what was seen and what
// does not fit. It keeps counts and the first of each kind of violation, never the traffic.
package verify
