package gainsighttest

import (
	"fmt"
	"testing"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/wire"
)

// What is deleted goes, also if nobody ever lists.
func TestDeletedRecordsAreNotKept(t *testing.T) {
	tenant := NewTenant()
	keep := tenant.AddRecord(record{})
	for range 100 {
		tenant.deleteRecords([]string{tenant.AddRecord(record{}), tenant.AddRecord(record{})})
		if n := len(tenant.store.records.rows); n > 6 {
			t.Fatalf("%d records are kept", n)
		}
	}
	if all := tenant.Records(); len(all) != 1 || all[0].Gsid.Or("") != keep {
		t.Errorf("there are %v", all)
	}
}

// What is changed or deleted is found by what it is now, and by nothing else.
func TestKeysOfUsers(t *testing.T) {
	users := newUsers()
	found := func(k key) (names string) {
		for _, u := range users.findBy(k) {
			names += u.record.Name.Or("")
		}
		return names
	}
	want := func(what, exact, lower, name string) {
		t.Helper()
		got := fmt.Sprintf("%q %q %q", found(exactly(emailField, "A@example.com")), found(folded(emailField, "a@EXAMPLE.com")), found(exactly("Name", "Alex")))
		if want := fmt.Sprintf("%q %q %q", exact, lower, name); got != want {
			t.Errorf("%s: got %s, want %s", what, got, want)
		}
	}
	alex := users.add(user{Name: wire.Set("Alex"), Email: wire.Set("A@example.com")})
	sam := users.add(user{Name: wire.Set("Sam"), Email: wire.Set("a@example.com")})
	want("added", "Alex", "AlexSam", "Alex")

	alex.record.Name, alex.record.Email = wire.Set("Robin"), wire.Null[string]()
	sam.record.Email = wire.Set("A@example.com")
	users.changed(alex)
	users.changed(sam)
	want("changed", "Sam", "Sam", "")

	users.delete(sam)
	want("deleted", "", "", "")
	if users.find(sam.record.Gsid.Or("")) != nil || users.first(exactly("Name", "Sam")) != nil || len(users.inOrder()) != 1 || len(users.byKey) != 2 {
		t.Errorf("there are %v", users.byKey)
	}
}
