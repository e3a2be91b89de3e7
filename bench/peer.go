package bench

import (
	"context"

	"github.com/gainsight-go/gainsight-go/bench/plain"
)

// Peer is one client to compare.
type Peer struct {
	Name string
	// Decode reads a page of records, and Encode writes what Decode returned.
	Decode func(page []byte) (any, error)
	Encode func(page any) ([]byte, error)
	// Build makes the client's own records of plain Go data, and writes them as the body of an upsert without lookups.
	Build func(data []plain.Record) ([]byte, error)
	// Upsert writes records and List reads a page of them, all the way through the client's public functions. Both
	// return the number of records that the reply was found to hold.
	Upsert func(ctx context.Context) (int, error)
	List   func(ctx context.Context) (int, error)
}

// Peers returns all clients, ours first and the stock client second. Each has a transport that answers from memory.
func Peers() ([]Peer, error) {
	var peers []Peer
	for _, build := range []func() (Peer, error){ours, stockClient, ogenClient, plainClient} {
		peer, err := build()
		if err != nil {
			return nil, err
		}
		peers = append(peers, peer)
	}
	return peers, nil
}
