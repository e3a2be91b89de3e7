package bench

import (
	"context"
	"encoding/json"

	"github.com/gainsight-go/gainsight-go/bench/plain"
)

func plainClient() (Peer, error) {
	upserts := plain.Client{BaseURL: baseURL, AccessKey: accessKey, HTTP: answering(upsertReply())}
	lists := plain.Client{BaseURL: baseURL, AccessKey: accessKey, HTTP: answering(listReply())}
	upsert := plain.Upsert{Records: plainRecords(Writable()), Lookups: lookups()}
	search := plain.Search{Select: selected, OrderBy: map[string]string{"Gsid": "asc"}, Limit: pageLimit}
	return Peer{
		Name: "by hand, closed structs",
		Decode: func(text []byte) (any, error) {
			page := new(plain.Page)
			return page, json.Unmarshal(text, page)
		},
		Encode: json.Marshal,
		Build: func(data []plain.Record) ([]byte, error) {
			return json.Marshal(plain.Upsert{Records: plainRecords(data)})
		},
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

// plainRecords copies the data as the others do, so that building is no less for the one client that the data fits.
func plainRecords(data []plain.Record) []plain.Record {
	records := make([]plain.Record, 0, len(data))
	for _, r := range data {
		records = append(records, plain.Record{
			CompanyGsid: r.CompanyGsid,
			UserGsid:    r.UserGsid,
			UserRole:    r.UserRole,
			TeamAdmin:   r.TeamAdmin,
			Tier:        r.Tier,
			Seats:       r.Seats,
			Score:       r.Score,
			Trial:       r.Trial,
		})
	}
	return records
}
