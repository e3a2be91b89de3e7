package redisquota

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
)

// Keys are named after host and class, and are kept for as long as anything in them counts.
func TestKeys(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	upper := acme
	upper.Host = strings.ToUpper(acme.Host)
	began := time.Now()
	arrived(t, New(client), acme, 1)
	take(t, New(client), upper, 10*time.Minute)
	arrived(t, New(client, WithPrefix("other:")), acme, 1)

	keys, err := client.Keys(t.Context(), "*").Result()
	slices.Sort(keys)
	other := strings.NewReplacer("gainsight-quota:", "other:")
	if want := []string{calls, heads, other.Replace(calls), other.Replace(heads)}; err != nil || !slices.Equal(keys, want) {
		t.Errorf("keys: %q, %v, want %q", keys, err, want)
	}
	for _, key := range []string{heads, calls} {
		life, err := client.PTTL(t.Context(), key).Result()
		want := 10*time.Minute + day.Span()
		if err != nil || life < want-time.Since(began) || life > want+3*time.Second {
			t.Errorf("%s lives for %s, want %s and little more", key, life, want)
		}
	}
}

// Buckets whose windows are over are gone, and that is no loss.
func TestKeysExpire(t *testing.T) {
	t.Parallel()
	client := newServer(t).client()
	var told reports
	store := New(client, told.option())
	bucket := quota.Bucket{Host: "acme", Class: "short", Windows: []quota.Window{{Calls: 1, Per: time.Millisecond}}}
	arrived(t, store, bucket, 1)
	await(t, func() bool { return client.DBSize(t.Context()).Val() == 0 })
	arrived(t, store, bucket, 1)
	if len(told.texts) > 0 {
		t.Errorf("reports: %q", told.texts)
	}
}

// newCluster starts a cluster of one machine, and returns its address.
func newCluster(t *testing.T) (server *server, address string) {
	t.Helper()
	server, port := newClusterNode(t)
	node := server.client()
	if err := node.ClusterAddSlotsRange(t.Context(), 0, 16383).Err(); err != nil {
		t.Fatal(err)
	}
	await(t, func() bool { return strings.Contains(node.ClusterInfo(t.Context()).Val(), "cluster_state:ok") })
	return server, "127.0.0.1:" + port
}

// A cluster refuses a script whose keys could be on two machines.
func TestCluster(t *testing.T) {
	t.Parallel()
	_, address := newCluster(t)
	client := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{address}, ReadOnly: true, RouteByLatency: true})
	defer client.Close()
	for _, name := range []string{"acme", "", "{}", "}{", "a{b}c", "ä ö"} {
		bucket := quota.Bucket{Host: name, Class: name, Windows: []quota.Window{hour}}
		store := New(client)
		arrived(t, store, bucket, 1)
		if left := stateOf(t, store, bucket).Left(hour); left != hour.Calls-1 {
			t.Errorf("%q: %d calls are left", name, left)
		}
	}
}

// TestRights gives a user of Redis the rights that the README lists.
func TestRights(t *testing.T) {
	t.Parallel()
	rights := rightsOfReadme(t)
	for name, start := range map[string]func(*testing.T) (*server, redis.UniversalClient){
		"one server": func(t *testing.T) (*server, redis.UniversalClient) {
			server := newServer(t)
			return server, redis.NewClient(&redis.Options{Network: "unix", Addr: server.socket, Username: "gainsight", Password: password})
		},
		"a cluster": func(t *testing.T) (*server, redis.UniversalClient) {
			server, address := newCluster(t)
			return server, redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{address}, Username: "gainsight", Password: password})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, client := start(t)
			defer client.Close()
			if err := server.client().Do(t.Context(), rights...).Err(); err != nil {
				t.Fatal(err)
			}
			store := New(client)
			arrived(t, store, acme, 1)
			stateOf(t, store, acme)
			settle(t, store, acme, take(t, store, acme, time.Minute).Slot, quota.End{Kind: quota.NeverSent})
			settle(t, store, acme, 1, quota.End{Kind: quota.Unknown})
			if cluster, is := client.(*redis.ClusterClient); is { // which asks so while slots are moved
				err := cluster.ForEachMaster(t.Context(), func(ctx context.Context, machine *redis.Client) error { return machine.Do(ctx, "ASKING").Err() })
				if err != nil {
					t.Error(err)
				}
			}
			if err := client.Keys(t.Context(), "*").Err(); err == nil {
				t.Error("it has more rights than that")
			}
		})
	}
}

// rightsOfReadme returns the command of the README, with a password.
func rightsOfReadme(t *testing.T) []any {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rights, found := strings.Cut(string(readme), "\nACL SETUSER gainsight on >PASSWORD ")
	rights, _, _ = strings.Cut(rights, "\n```")
	if !found {
		t.Fatal("the README does not say what rights to give")
	}
	args := []any{"ACL", "SETUSER", "gainsight", "on", ">" + password}
	for _, right := range strings.Fields(strings.ReplaceAll(rights, "\\\n", " ")) {
		args = append(args, right)
	}
	return args
}
