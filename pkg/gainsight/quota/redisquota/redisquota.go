// Package redisquota keeps the slots of package quota in Redis, for programs on several machines that use one tenant.
//
//	client := redis.NewClient(&redis.Options{Addr: "redis.example.com:6379"})
//	store := redisquota.New(client)
//
// Each call of the tenant costs two short calls of Redis: one before it, one after it. All follow the clock of Redis, so the
// clocks of the machines do not matter, but that one does: where it is set forward, slots become free as much too early.
// Where it is set back, nobody waits for longer than a window and a lease.
//
// A bucket has two keys, named after its host and class, which expire when nothing in them counts any more. They hold
// moments and random numbers, and no access key. Both have the same hash tag, so that they are together in a cluster. Reads go
// to the master too: a replica lags behind, and refuses what a Store asks.
//
// # What Redis loses
//
// Redis keeps nothing across a restart, or only what was there minutes before, unless it is told to: set "appendonly yes",
// and "appendfsync always" so that a machine that loses its power loses no call. "maxmemory-policy noeviction", which is the
// default, keeps it from removing keys. A failover loses what was not copied yet; "min-replicas-to-write 1" makes that rare.
//
// A program that has seen a bucket notices that it is gone (FLUSHALL, a restart, a key that was evicted), or older than it was
// (a failover, a snapshot). Calls that may have been lost then count as used up from now on, and the program reports it, as a
// warning by slog unless WithReport says otherwise: all slots of all windows if the bucket is gone, and as many as can have been
// used since if it is older. The calls of as many windows as are full then have to wait. A program that sees the bucket for the
// first time cannot know what was there.
//
// # When Redis is down
//
// Take fails, so nothing is sent, after two seconds at the latest (WithTimeout). A call that Settle cannot reach Redis for
// counts until the end of its lease, so this harms nobody. Neither waits nor retries beyond what the client of Redis does.
package redisquota

import (
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// Option configures a Store.
type Option func(*store)

// WithPrefix sets what the names of the keys begin with, for a Redis that others use too. All programs that share a quota need
// the same one. It must not have braces. The default is "gainsight-quota:".
func WithPrefix(prefix string) Option { return func(s *store) { s.prefix = prefix } }

// WithReport has a function told what a store repairs: calls that Redis has lost, and a clock that was set back. It is called
// before the method that noticed returns, and possibly by several goroutines at once. The default is a warning by
// slog.Default(); nil tells nobody.
func WithReport(report func(error)) Option {
	if report == nil {
		report = func(error) {}
	}
	return func(s *store) { s.report = report }
}

func warn(err error) { slog.Warn(err.Error()) }

// WithTimeout bounds each method of the store, whatever timeouts the client of Redis has. The default is 2 s. A method that
// gives up leaves a goroutine behind until the client gives up too; the client's option ContextTimeoutEnabled makes that at
// once.
func WithTimeout(timeout time.Duration) Option { return func(s *store) { s.timeout = timeout } }

// New returns a Store in Redis 5 or newer, or Valkey: one server, Sentinel or a cluster. The client stays the caller's to
// close. Nothing is sent before the first call of a method.
func New(client redis.UniversalClient, options ...Option) quota.Store {
	s := &store{
		client:  client,
		script:  redis.NewScript(source),
		prefix:  "gainsight-quota:",
		timeout: 2 * time.Second,
		report:  warn,
		buckets: map[string]known{},
	}
	for _, option := range options {
		option(s)
	}
	return s
}
