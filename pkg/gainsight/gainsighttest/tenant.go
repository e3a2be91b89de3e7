package gainsighttest

import (
	"net/http"
	"sync"
	"time"

	"github.com/gainsight-go/gainsight-go/gen/gsapi"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// Tenant is a fake tenant: companies, users, groups and company team records in memory, and an http.Handler that serves
// them under /v1. It is safe for concurrent use.
type Tenant struct {
	accessKey          string
	maxLimit           int
	maxRecords         int
	undocumentedStatus int
	companyTeamOff     bool
	noIPAccess         bool
	absentCode         string
	wholeBatchRefusal  bool
	nullTargets        bool
	reorderedReplies   bool
	repeatedPages      bool
	stateLimit         func(applied int) *int
	userReplies        UserReplies
	bareUserErrors     bool
	uniqueUserFields   []string
	totalName          string
	now                func() time.Time
	noSuperAdmin       bool
	maxSCIMCount       int
	scimNoContent      bool
	scimPaging         map[SCIMPaging]bool

	router *http.ServeMux

	mu     sync.Mutex // guards store and groups
	store  store
	groups groups

	tokens  tokenBook
	limits  limits
	faults  faults
	journal journal
}

// NewTenant returns an empty tenant. An option that is nil is ignored.
func NewTenant(options ...Option) *Tenant {
	t := &Tenant{
		accessKey:          defaultAccessKey,
		maxLimit:           defaultMaxLimit,
		maxRecords:         maxPerCall,
		undocumentedStatus: defaultUndocumentedStatus,
		absentCode:         vendorErrors[recordNotFound].code,
		stateLimit:         func(applied int) *int { return &applied },
		uniqueUserFields:   []string{userNameField},
		totalName:          defaultTotalName,
		now:                time.Now,
		maxSCIMCount:       defaultMaxSCIMCount,
		scimPaging:         map[SCIMPaging]bool{},
		tokens:             tokenBook{lifetime: defaultTokenLifetime},
		store:              newStore(),
	}
	for _, option := range options {
		if option != nil {
			option(t)
		}
	}
	t.journal.secrets = newRedactor(append(clientSecrets(), t.accessKey)...)
	t.router = newRouter(t)
	return t
}

// AccessKey returns the access key that the tenant accepts in the header accesskey. It is plainly artificial.
func (t *Tenant) AccessKey() string { return t.accessKey }

// AddCompany adds a company and returns its GSID. Several companies can have one name.
func (t *Tenant) AddCompany(name string) (gsid string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.store.companies.add(company{Name: wire.Set(name)}).record.Gsid.Or("")
}

// SetField gives a company or a user a field besides its name, such as an external id, or a user another Email. A lookup
// can match by it then, if the record has the same text. That tenants have such fields, and what they are called, is
// up to the test. It fails for a GSID that no company and no user has, for the fields Gsid and Name, and for a field of a
// user that is no text.
func (t *Tenant) SetField(gsid, name, value string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.store.setField(gsid, name, value)
}

// AddRecord stores a company team record as it is, without the checks and the default values of an upsert, and returns
// its GSID. Three things are done to it: a missing Gsid is made up, the missing one of CompanyGsid and CompanyName (and
// of UserGsid and UserName) is filled in where exactly one company or user fits, and TeamAdmin becomes a string. A
// record with a GSID that is there already replaces the other.
func (t *Tenant) AddRecord(record gsapi.CompanyTeamRecord) (gsid string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.store.addRecord(record)
}

// Records returns copies of all company team records with all their members, in the order in which they were inserted.
func (t *Tenant) Records() []gsapi.CompanyTeamRecord {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.store.records.all()
}
