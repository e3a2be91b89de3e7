package bench

import (
	"context"

	"github.com/go-faster/jx"
	"github.com/ogen-go/ogen/ogenerrors"

	"github.com/gainsight-go/gainsight-go/bench/ogenapi"
	"github.com/gainsight-go/gainsight-go/bench/plain"
)

func ogenClient() (Peer, error) {
	upserts, lists, err := clients(newOgen)
	if err != nil {
		return Peer{}, err
	}
	params := ogenapi.UpsertCompanyTeamRecordsParams{Key: []ogenapi.CompanyTeamKeyField{ogenapi.CompanyTeamKeyFieldCompanyGsid, ogenapi.CompanyTeamKeyFieldUserGsid}}
	upsert := &ogenapi.CompanyTeamUpsertRequest{Records: ogenRecords(Writable()), Lookups: ogenapi.NewOptLookups(ogenLookups())}
	search := &ogenapi.SearchRequest{
		Select:  selected,
		OrderBy: ogenapi.NewOptOrderBy(ogenapi.OrderBy{"Gsid": "asc"}),
		Limit:   ogenapi.NewOptInt(pageLimit),
		Page:    ogenapi.NewOptInt(0),
	}
	return Peer{
		Name: "ogen",
		Decode: func(text []byte) (any, error) {
			page := new(ogenapi.CompanyTeamPage)
			return page, page.Decode(jx.DecodeBytes(text))
		},
		Encode: func(page any) ([]byte, error) {
			encoder := new(jx.Encoder)
			page.(*ogenapi.CompanyTeamPage).Encode(encoder)
			return encoder.Bytes(), nil
		},
		Build: func(data []plain.Record) ([]byte, error) {
			encoder := new(jx.Encoder)
			(&ogenapi.CompanyTeamUpsertRequest{Records: ogenRecords(data)}).Encode(encoder)
			return encoder.Bytes(), nil
		},
		Upsert: func(ctx context.Context) (int, error) {
			reply, err := upserts.UpsertCompanyTeamRecords(ctx, upsert, params)
			if err != nil {
				return 0, err
			}
			success, ok := reply.(*ogenapi.CompanyTeamUpsertReply)
			if !ok || !success.Result {
				return 0, errNoSuccess
			}
			return len(success.Data.Value.Success.Value.Records.Value), nil
		},
		List: func(ctx context.Context) (int, error) {
			reply, err := lists.ListCompanyTeamRecords(ctx, search)
			if err != nil {
				return 0, err
			}
			success, ok := reply.(*ogenapi.CompanyTeamListReply)
			if !ok || !success.Result {
				return 0, errNoSuccess
			}
			return len(success.Data.Value.Records.Value), nil
		},
	}, nil
}

// ogenKey gives ogen's client the access key, and no bearer token, which would do instead.
type ogenKey struct{}

func (ogenKey) ApiKey(context.Context, ogenapi.OperationName) (ogenapi.ApiKey, error) {
	return ogenapi.ApiKey{APIKey: accessKey}, nil
}

func (ogenKey) M2m(context.Context, ogenapi.OperationName) (ogenapi.M2m, error) {
	return ogenapi.M2m{}, ogenerrors.ErrSkipClientSecurity
}

func newOgen(reply []byte) (*ogenapi.Client, error) {
	return ogenapi.NewClient(baseURL, ogenKey{}, ogenapi.WithClient(answering(reply)))
}

func ogenRecords(data []plain.Record) []ogenapi.CompanyTeamRecord {
	records := make([]ogenapi.CompanyTeamRecord, 0, len(data))
	for _, r := range data {
		records = append(records, ogenapi.CompanyTeamRecord{
			CompanyGsid: ogenapi.NewOptNilString(r.CompanyGsid),
			UserGsid:    ogenapi.NewOptNilString(r.UserGsid),
			UserRole:    ogenapi.NewOptNilString(r.UserRole),
			TeamAdmin:   ogenapi.NewOptNilBool(r.TeamAdmin),
			AdditionalProps: ogenapi.CompanyTeamRecordAdditional{
				"Tier__gc":  ogenRaw(func(e *jx.Encoder) { e.Str(r.Tier) }),
				"Seats__gc": ogenRaw(func(e *jx.Encoder) { e.Int(r.Seats) }),
				"Score__gc": ogenRaw(func(e *jx.Encoder) { e.Float64(r.Score) }),
				"Trial__gc": ogenRaw(func(e *jx.Encoder) { e.Bool(r.Trial) }),
			},
		})
	}
	return records
}

// ogenRaw is a value of a member that the document does not know, written with ogen's own encoder.
func ogenRaw(write func(*jx.Encoder)) ogenapi.Anything {
	var encoder jx.Encoder
	write(&encoder)
	return ogenapi.Anything(encoder.Bytes())
}

func ogenLookups() ogenapi.Lookups {
	filled := ogenapi.Lookups{}
	for name, l := range lookups() {
		filled[name] = ogenapi.Lookup{
			Fields: l.Fields, LookupField: l.LookupField, ObjectName: l.ObjectName,
			MultiMatchOption: ogenapi.NewOptMultiMatchOption(ogenapi.MultiMatchOption(l.MultiMatchOption)),
			OnNoMatch:        ogenapi.NewOptOnNoMatch(ogenapi.OnNoMatch(l.OnNoMatch)),
		}
	}
	return filled
}
