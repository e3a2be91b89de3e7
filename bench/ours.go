package bench

import (
	"context"

	"github.com/go-json-experiment/json"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

func ours() (Peer, error) {
	upserts, lists, err := clients(ourClient)
	if err != nil {
		return Peer{}, err
	}
	records, err := ourRecords()
	return Peer{
		Name: "gainsight-go",
		Decode: func(text []byte) (any, error) {
			page := new(gsapi.CompanyTeamPage)
			return page, json.Unmarshal(text, page, wire.Tolerant)
		},
		Encode: func(page any) ([]byte, error) { return json.Marshal(page) },
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

func ourClient(reply []byte) (*gainsight.Client, error) {
	return gainsight.New(baseURL, gainsight.WithAccessKey(accessKey), gainsight.WithHTTPClient(answering(reply)))
}

func ourRecords() ([]gainsight.CompanyTeamRecord, error) {
	var records []gainsight.CompanyTeamRecord
	for _, r := range writable() {
		record := gainsight.CompanyTeamRecord{
			CompanyGsid: gainsight.Set(r.CompanyGsid),
			UserGsid:    gainsight.Set(r.UserGsid),
			UserRole:    gainsight.Set(r.UserRole),
			TeamAdmin:   gainsight.Set(r.TeamAdmin),
		}
		for name, value := range custom(r) {
			if err := record.SetCustom(name, value); err != nil {
				return nil, err
			}
		}
		records = append(records, record)
	}
	return records, nil
}
