// Package plain is what one writes by hand when nothing is open and nothing can be absent: structs with a field for
// every member, custom ones included, encoding/json and net/http.
package plain

import "time"

// Record is a company team record of one tenant that has four custom fields.
type Record struct {
	Gsid         string     `json:"Gsid,omitempty"`
	CompanyGsid  string     `json:"CompanyGsid,omitempty"`
	CompanyName  string     `json:"CompanyName,omitempty"`
	UserGsid     string     `json:"UserGsid,omitempty"`
	UserName     string     `json:"UserName,omitempty"`
	UserRole     string     `json:"UserRole,omitempty"`
	TeamAdmin    bool       `json:"TeamAdmin"`
	ModifiedDate *time.Time `json:"ModifiedDate,omitempty"`
	Tier         string     `json:"Tier__gc"`
	Seats        int        `json:"Seats__gc"`
	Score        float64    `json:"Score__gc"`
	Trial        bool       `json:"Trial__gc"`
}

// Page is one page of a list.
type Page struct {
	Limit   int      `json:"limit"`
	Records []Record `json:"records"`
}

// Search asks for a page.
type Search struct {
	Select  []string          `json:"select"`
	OrderBy map[string]string `json:"orderBy"`
	Limit   int               `json:"limit"`
	Page    int               `json:"page"`
}

// ListReply is the reply to a Search.
type ListReply struct {
	Result bool `json:"result"`
	Data   Page `json:"data"`
}

// Upsert is the request to write records.
type Upsert struct {
	Records []Record          `json:"records"`
	Lookups map[string]Lookup `json:"lookups,omitempty"`
}

// Lookup says how the tenant finds a company or a user.
type Lookup struct {
	Fields           map[string]string `json:"fields"`
	LookupField      string            `json:"lookupField"`
	ObjectName       string            `json:"objectName"`
	MultiMatchOption string            `json:"multiMatchOption"`
	OnNoMatch        string            `json:"onNoMatch"`
}

// UpsertReply is the reply to an Upsert.
type UpsertReply struct {
	Result bool `json:"result"`
	Data   struct {
		Success struct {
			Records []Record `json:"records"`
		} `json:"success"`
	} `json:"data"`
}
