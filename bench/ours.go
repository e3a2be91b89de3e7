package bench

import (
	"context"
	"errors"

	"github.com/go-json-experiment/json"

	"github.com/gainsight-go/gainsight-go/bench/plain"
	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

func ours() (Peer, error) {
	upserts, lists, err := clients(ourClient)
	if err != nil {
		return Peer{}, err
	}
	records, err := ourRecords(Writable())
	return Peer{
		Name: "gainsight-go",
		Decode: func(text []byte) (any, error) {
			page := new(gsapi.CompanyTeamPage)
			return page, json.Unmarshal(text, page, wire.Tolerant)
		},
		Encode: func(page any) ([]byte, error) { return json.Marshal(page) },
		Build: func(data []plain.Record) ([]byte, error) {
			records, err := ourRecords(data)
			if err != nil {
				return nil, err
			}
			return json.Marshal(gsapi.CompanyTeamUpsertRequest{Records: records})
		},
		Upsert: func(ctx context.Context) (int, error) {
			result, err := upserts.CompanyTeam.Upsert(ctx, records)
			return result.Count(gainsight.Succeeded), err
		},
		List: func(ctx context.Context) (count int, err error) {
			for _, err := range lists.CompanyTeam.List(ctx, gainsight.CompanyTeamListOptions{PageSize: pageLimit}) {
				if err != nil {
					return count, err
				}
				count++
			}
			return count, nil
		},
	}, err
}

// ourClient does not count its calls, which are many more than a tenant allows: no other client does.
func ourClient(reply []byte) (*gainsight.Client, error) {
	return gainsight.New(baseURL, gainsight.WithAccessKey(accessKey), gainsight.WithHTTPClient(answering(reply)), gainsight.WithoutQuota())
}

func ourRecords(data []plain.Record) ([]gainsight.CompanyTeamRecord, error) {
	records := make([]gainsight.CompanyTeamRecord, len(data))
	for i, r := range data {
		record := &records[i]
		*record = gainsight.CompanyTeamRecord{
			CompanyGsid: gainsight.Set(r.CompanyGsid),
			UserGsid:    gainsight.Set(r.UserGsid),
			UserRole:    gainsight.Set(r.UserRole),
			TeamAdmin:   gainsight.Set(r.TeamAdmin),
		}
		if err := errors.Join(
			record.SetCustom("Tier__gc", r.Tier),
			record.SetCustom("Seats__gc", r.Seats),
			record.SetCustom("Score__gc", r.Score),
			record.SetCustom("Trial__gc", r.Trial),
		); err != nil {
			return nil, err
		}
	}
	return records, nil
}
