package gainsight

import (
	"context"
	"io"
	"net/http"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// UpsertOption changes how an upsert finds the records.
type UpsertOption func(*upsertConfig)

type upsertConfig struct {
	byGsid  bool
	lookups Lookups
}

// ByGsid identifies each record by its own Gsid. Only UserRole, TeamAdmin and custom fields are sent with it: company
// and user of an existing record stay what they are (A).
func ByGsid() UpsertOption { return func(c *upsertConfig) { c.byGsid = true } }

// WithLookups replaces the lookups that are filled in otherwise, for instance to find users by e-mail or companies by
// an external id. The lookups hold for all rows, and the rows are sent with whatever members the lookups need.
//
// Take care with FIRSTMATCH, and with an onNoMatch other than ERROR: they attach somebody to the first of several
// companies named alike, or to none.
func WithLookups(lookups Lookups) UpsertOption {
	return func(c *upsertConfig) { c.lookups = lookups }
}

// Upsert inserts and updates any number of records, at most 50 a call (V). Without options a record is identified by
// its company and its user, each by GSID or by name: CompanyGsid or CompanyName, and UserGsid or UserName. Where a
// record has both, as a listed one has, the GSID counts. A company or user that is not found, or found more than once,
// is a rejected row. A new record without UserRole becomes "Account Manager", and one without TeamAdmin no admin (A).
//
// Read-only members (Name, CreatedBy, CreatedDate, ModifiedBy, ModifiedDate) are not sent, nor is Gsid without ByGsid,
// so that listed records can be changed and handed back. To change the role of a listed record, ByGsid is the safe way.
//
// Rows that name company and user in different ways go in different calls, so two rows that mean the same record, one
// by GSID and one by name, may be written in another order than they were handed in.
//
// Faults in the input are one *InvalidRecordsError and a nil result, and nothing is sent. Otherwise the result has one
// outcome per record, and err is non-nil only if some rows are in doubt or were not sent; rejections are result.Err().
// What becomes of the good rows of a batch with a bad one is for the tenant to decide; the vendor does not say.
func (s *CompanyTeamService) Upsert(ctx context.Context, records []CompanyTeamRecord, options ...UpsertOption) (*UpsertResult, error) {
	var config upsertConfig
	for _, option := range options {
		if option != nil {
			option(&config)
		}
	}
	plan, err := config.plan(records)
	if err != nil {
		return nil, err
	}
	runner := newRunner(records)
	for _, group := range plan {
		for _, batch := range group.batches() {
			runner.run(batch, func(rows []CompanyTeamRecord) ([]verdict, *Error) {
				return s.upsertBatch(ctx, config.key(), group.lookups, rows)
			})
		}
	}
	return runner.finish()
}

func (s *CompanyTeamService) upsertBatch(ctx context.Context, key []gsapi.CompanyTeamKeyField, lookups Lookups, rows []CompanyTeamRecord) ([]verdict, *Error) {
	request := gsapi.CompanyTeamUpsertRequest{Records: rows, Lookups: lookups}
	answer, failure := call[gsapi.CompanyTeamUpsertResult](ctx, s.client, opUpsert, request,
		func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error) {
			params := gsapi.UpsertCompanyTeamRecordsParams{Key: key}
			return api.UpsertCompanyTeamRecordsWithBody(ctx, &params, contentType, body)
		})
	if failure != nil {
		return nil, failure
	}
	return upsertVerdicts(rows, answer), nil
}

func (c *upsertConfig) key() []gsapi.CompanyTeamKeyField {
	if c.byGsid {
		return []gsapi.CompanyTeamKeyField{gsapi.CompanyTeamKeyFieldGsid}
	}
	return []gsapi.CompanyTeamKeyField{gsapi.CompanyTeamKeyFieldCompanyGsid, gsapi.CompanyTeamKeyFieldUserGsid}
}
