package bench

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/gainsight-go/gainsight-go/bench/plain"
	"github.com/gainsight-go/gainsight-go/bench/stock"
)

var errNoSuccess = errors.New("the reply is no success")

func stockClient() (Peer, error) {
	upserts, lists, err := clients(newStock)
	if err != nil {
		return Peer{}, err
	}
	params := &stock.UpsertCompanyTeamRecordsParams{Key: []stock.CompanyTeamKeyField{stock.CompanyGsid, stock.UserGsid}}
	upsert := stock.CompanyTeamUpsertRequest{Records: stockRecords(Writable()), Lookups: stockLookups()}
	search := stock.SearchRequest{Select: selected, OrderBy: stock.OrderBy{"Gsid": "asc"}, Limit: pageLimit}
	return Peer{
		Name: "oapi-codegen, stock",
		Decode: func(text []byte) (any, error) {
			page := new(stock.CompanyTeamPage)
			return page, json.Unmarshal(text, page)
		},
		Encode: json.Marshal,
		Build: func(data []plain.Record) ([]byte, error) {
			return json.Marshal(stock.CompanyTeamUpsertRequest{Records: stockRecords(data)})
		},
		Upsert: func(ctx context.Context) (int, error) {
			reply, err := upserts.UpsertCompanyTeamRecordsWithResponse(ctx, params, upsert)
			if err != nil {
				return 0, err
			}
			if reply.JSON200 == nil || !reply.JSON200.Result {
				return 0, errNoSuccess
			}
			return len(reply.JSON200.Data.Success.Records), nil
		},
		List: func(ctx context.Context) (int, error) {
			reply, err := lists.ListCompanyTeamRecordsWithResponse(ctx, search)
			if err != nil {
				return 0, err
			}
			if reply.JSON200 == nil || !reply.JSON200.Result {
				return 0, errNoSuccess
			}
			return len(reply.JSON200.Data.Records), nil
		},
	}, nil
}

func newStock(reply []byte) (*stock.ClientWithResponses, error) {
	authenticate := func(_ context.Context, request *http.Request) error {
		request.Header.Set("accesskey", accessKey)
		return nil
	}
	return stock.NewClientWithResponses(baseURL, stock.WithHTTPClient(answering(reply)), stock.WithRequestEditorFn(authenticate))
}

func stockRecords(data []plain.Record) []stock.CompanyTeamRecord {
	records := make([]stock.CompanyTeamRecord, 0, len(data))
	for _, r := range data {
		records = append(records, stock.CompanyTeamRecord{
			CompanyGsid: r.CompanyGsid,
			UserGsid:    r.UserGsid,
			UserRole:    r.UserRole,
			TeamAdmin:   r.TeamAdmin,
			AdditionalProperties: map[string]stock.Anything{
				"Tier__gc": r.Tier, "Seats__gc": r.Seats, "Score__gc": r.Score, "Trial__gc": r.Trial,
			},
		})
	}
	return records
}

func stockLookups() stock.Lookups {
	filled := stock.Lookups{}
	for name, l := range lookups() {
		filled[name] = stock.Lookup{
			Fields: l.Fields, LookupField: l.LookupField, ObjectName: l.ObjectName,
			MultiMatchOption: stock.MultiMatchOption(l.MultiMatchOption), OnNoMatch: stock.OnNoMatch(l.OnNoMatch),
		}
	}
	return filled
}
