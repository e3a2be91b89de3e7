package redisquota_test

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/quota/redisquota"
)

func Example() {
	client := redis.NewClient(&redis.Options{Addr: "redis.example.com:6379", ContextTimeoutEnabled: true})
	defer client.Close()
	store := redisquota.New(client)

	bucket := quota.Bucket{Host: "acme.us2.gainsightcloud.com", Class: "user-management", Windows: quota.UserManagement()}
	slot, err := quota.NewLimiter(store).Acquire(context.Background(), bucket, time.Minute, time.Second)
	if err != nil {
		fmt.Println(err) // Redis is down, or the quota is used up: nothing may be sent
		return
	}
	// Here the call is made.
	if err := slot.Settle(context.Background(), quota.End{Kind: quota.Arrived}); err != nil {
		fmt.Println(err) // harmless: the call counts until the end of its lease
	}
}
