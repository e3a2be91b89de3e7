package gainsight

import (
	"context"
	"io"
	"iter"
	"net/http"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
)

// UpsertOption changes how an upsert finds the records.
type UpsertOption func(*upsertConfig)

type upsertConfig struct {
	byGsid  bool
	lookups Lookups
}

// ByGsid identifies each record by its own Gsid. Only UserRole, TeamAdmin and members without a field of their own, which
// custom fields are, are sent with it: company and user of an existing record stay what they are (A).
func ByGsid() UpsertOption { return func(c *upsertConfig) { c.byGsid = true } }

// WithLookups replaces the lookups that are filled in otherwise, for instance to find users by e-mail or companies by
// an external id. The lookups hold for all rows, and the rows are sent with whatever members the lookups need.
//
// A lookup's MultiMatchOption is "FIRSTMATCH" or "MARKASERROR", its OnNoMatch "NULLABLE", "DEFAULTVALUE" or "ERROR" (A).
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
//
// What becomes of the good rows of a batch with a bad one is for the tenant to decide; the vendor does not say. If it refuses
// the whole batch and does not name the row, parts of the batch are sent until the row has been refused by itself, and the
// good ones are written, within the calls of WithExtraCalls. A code that nobody knows is taken for one about the request if it
// meets two rows by themselves before any row of their kind was accepted; then no more is sent. A batch whose reply is lost,
// or comes from a server in trouble, is sent once more. After 416, batches are half as large, for as long as the Client lives.
func (s *CompanyTeamService) Upsert(ctx context.Context, records []CompanyTeamRecord, options ...UpsertOption) (*UpsertResult, error) {
	return s.upserts(ctx, options).all(records)
}

// UpsertSeq is Upsert for a stream of records of any length, of which no more than 1,000 are in memory at a time. The
// loop gets one outcome per record, in the order of the input, and calls are made as the loop goes on.
//
// A record that could not succeed is Rejected with an InvalidRecord, without being sent. After a failure that could meet
// all further calls too, such as a second lost reply, the rest of the input is read and each record is NotSent. At the end, if some records are in
// doubt or were not sent, or if the input itself yielded an error, the loop gets this as an error with an empty outcome;
// an error of the input ends the reading, and what waits then is NotSent. Leaving the loop stops reading and calls:
// records that were read and have no outcome yet may or may not have been sent. Rows makes a stream of a slice.
//
// Two records with the same key are no fault here: they go in different calls, in their order, if they name company and
// user in the same way. While the earlier one is in doubt, the later one is NotSent; keys in doubt are remembered.
func (s *CompanyTeamService) UpsertSeq(ctx context.Context, records iter.Seq2[CompanyTeamRecord, error], options ...UpsertOption) iter.Seq2[UpsertOutcome, error] {
	return s.upserts(ctx, options).stream(records)
}

func (s *CompanyTeamService) upserts(ctx context.Context, options []UpsertOption) bulk[CompanyTeamRecord] {
	config := newUpsertConfig(options)
	return bulk[CompanyTeamRecord]{
		ctx: ctx, client: s.client, op: gsapi.OpUpsertCompanyTeamRecords,
		prepare: config.prepare,
		send: func(batch []item[CompanyTeamRecord]) ([]verdict, int, *Error) {
			request := recordsRequest{lookups: config.lookupsFor(batch[0].key.how)}.with(textsOf(batch))
			answer, failure := call[upsertResult](ctx, s.client, gsapi.OpUpsertCompanyTeamRecords, request,
				func(ctx context.Context, api *gsapi.Client, body io.Reader) (*http.Response, error) {
					params := gsapi.UpsertCompanyTeamRecordsParams{Key: config.key()}
					return api.UpsertCompanyTeamRecordsWithBody(ctx, &params, contentType, body)
				})
			return settled(sentIn(batch), answer, failure, upsertVerdicts)
		},
	}
}

func newUpsertConfig(options []UpsertOption) *upsertConfig {
	config := new(upsertConfig)
	for _, option := range options {
		if option != nil {
			option(config)
		}
	}
	return config
}

func (c *upsertConfig) key() []gsapi.CompanyTeamKeyField {
	if c.byGsid {
		return []gsapi.CompanyTeamKeyField{gsapi.CompanyTeamKeyFieldGsid}
	}
	return []gsapi.CompanyTeamKeyField{gsapi.CompanyTeamKeyFieldCompanyGsid, gsapi.CompanyTeamKeyFieldUserGsid}
}
