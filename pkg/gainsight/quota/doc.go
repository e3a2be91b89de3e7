// Package quota keeps a program inside a tenant's limits of calls. These are windows of time whose beginnings nobody knows,
// and all programs of a company share them.
//
// # The promise
//
// A Limiter lets no more than Calls calls arrive in any interval of the length Per, wherever the tenant's windows begin, for
// all windows of a Bucket at once. So it stays inside fixed windows of every phase, windows that the first call opens,
// sliding logs, and token buckets (GCRA) that hold Calls tokens and gain Calls of them in Per.
//
// It rests on three rules. A call takes a slot of all windows in one step before it is sent. It counts from the moment its
// reply was there, because it arrived between the two; without a reply it counts from the end of its lease, the time by
// which it has arrived or never will. And it counts for Per, 500 ppm of Per and 250 ms, which is by how much the clocks of
// the two sides may differ.
//
// # Its limits
//
// The promise covers the calls that go through one Store. When the tenant refuses a call all the same, others use the quota
// too: then all who share the store stop, and one of them tries again after each twelfth of a window (Bucket.Pause).
//
// State can be lost: Memory forgets it when the program ends, and File when its files are deleted, when the machine loses
// power, or when the clock is set forward, which on Linux matters only until the first call after the machine was started.
// All who share a bucket should have the same windows: one that is made longer
// later counts only the calls that are still remembered.
//
// A request that arrives after its lease is not covered, unless its reply is seen: the HTTP client's timeout must not be
// longer than the lease.
package quota
