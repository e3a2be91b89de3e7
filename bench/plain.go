package bench

import (
	"context"
	"encoding/json"

	"github.com/gainsight-go/gainsight-go/bench/plain"
)

func plainClient() (Peer, error) {
	upserts := plain.Client{BaseURL: baseURL, AccessKey: accessKey, HTTP: answering(upsertReply())}
	lists := plain.Client{BaseURL: baseURL, AccessKey: accessKey, HTTP: answering(listReply())}
	upsert := plain.Upsert{Records: writable(), Lookups: lookups()}
	search := plain.Search{Select: selected, OrderBy: map[string]string{"Gsid": "asc"}, Limit: pageLimit}
	return Peer{
		Name: "by hand, closed structs",
		Decode: func(text []byte) (any, error) {
			page := new(plain.Page)
			return page, json.Unmarshal(text, page)
		},
		Encode: json.Marshal,
		Upsert: func(ctx context.Context) (int, error) {
			records, err := upserts.Upsert(ctx, upsert)
			return len(records), err
		},
		List: func(ctx context.Context) (int, error) {
			page, err := lists.List(ctx, search)
			return len(page.Records), err
		},
	}, nil
}
