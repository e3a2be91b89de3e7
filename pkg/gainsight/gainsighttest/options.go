package gainsighttest

import "time"

// Option changes how a [Tenant] behaves. The options stand for what nobody knows about a real tenant, or for what
// differs between tenants, so that a program can be tried against each.
type Option func(*Tenant)

const (
	defaultAccessKey          = "gainsighttest-not-a-real-access-key"
	defaultMaxLimit           = 200
	defaultUndocumentedStatus = 400
)

// WithAccessKey sets the access key that the tenant accepts. Nobody is let in with an empty one.
func WithAccessKey(key string) Option {
	return func(t *Tenant) { t.accessKey = key }
}

// WithMaxLimit sets the largest limit of a list call. Documented is neither that one exists nor its size; the default
// of 200 is our guess. A list call that asks for more gets n records a page, and the limit in its reply is n. A value
// below 1 means the default.
func WithMaxLimit(n int) Option {
	return func(t *Tenant) {
		if n < 1 {
			n = defaultMaxLimit
		}
		t.maxLimit = n
	}
}

// WithUndocumentedStatus sets the HTTP status of the errors for which the vendor documents "NA", that is none. The
// default of 400 is our guess; 200 is the other one worth testing, since it makes a failure look like a success to
// whoever reads only the status. A status outside 200 to 599, or one that allows no body, means the default.
func WithUndocumentedStatus(status int) Option {
	return func(t *Tenant) {
		if status < 200 || status > 599 || status == 204 || status == 304 {
			status = defaultUndocumentedStatus
		}
		t.undocumentedStatus = status
	}
}

// WithoutCompanyTeam switches the company team feature off: every operation answers GU_8005. Documented for the two
// deletes, our guess for upsert and list.
func WithoutCompanyTeam() Option {
	return func(t *Tenant) { t.companyTeamOff = true }
}

// WithWholeBatchRefusal makes one bad row refuse a whole upsert with the code of the first bad row. Which of the two
// the vendor does is not documented; the default, our guess, is to write the good rows and to list the bad ones.
func WithWholeBatchRefusal() Option {
	return func(t *Tenant) { t.wholeBatchRefusal = true }
}

// WithClock sets what CreatedDate and ModifiedDate are taken from; nil means time.Now, the default.
func WithClock(now func() time.Time) Option {
	return func(t *Tenant) {
		if now == nil {
			now = time.Now
		}
		t.now = now
	}
}
