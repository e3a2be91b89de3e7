package quota

import (
	"context"
	"math/rand/v2"
	"time"
)

// ledgers is a Store whose ledgers are in this program: it answers by the rules of a ledger, which change keeps for it.
type ledgers struct {
	// change calls a function with the ledger of a bucket and the time, while nobody else has it, and keeps what it became.
	change func(ctx context.Context, bucket Bucket, change func(*ledger, int64)) error
}

func (s ledgers) Take(ctx context.Context, bucket Bucket, lease time.Duration) (grant Grant, err error) {
	if err := CheckLease(lease); err != nil {
		return Grant{}, err
	}
	err = s.change(ctx, bucket, func(l *ledger, now int64) {
		grant = l.take(bucket, now, lease, newSlot())
	})
	if err != nil {
		return Grant{}, err
	}
	return grant, nil
}

func (s ledgers) Settle(ctx context.Context, bucket Bucket, slot uint64, end End) error {
	return s.change(ctx, bucket, func(l *ledger, now int64) { l.settle(bucket, now, slot, end) })
}

func (s ledgers) forecast(ctx context.Context, bucket Bucket, n int) (forecast forecast, err error) {
	err = s.change(ctx, bucket, func(l *ledger, now int64) { forecast = l.forecast(bucket.Windows, now, n) })
	return forecast, err
}

func (s ledgers) State(ctx context.Context, bucket Bucket) (state State, err error) {
	err = s.change(ctx, bucket, func(l *ledger, now int64) { state = l.state(bucket, now) })
	return state, err
}

// newSlot returns a name that no other program gives. It is not 0, which is no slot.
func newSlot() uint64 { return 1 + rand.Uint64N(1<<63) }
