package gainsighttest

import "testing"

// What is deleted goes, also if nobody ever lists.
func TestDeletedRecordsAreNotKept(t *testing.T) {
	tenant := NewTenant()
	keep := tenant.AddRecord(record{})
	for range 100 {
		tenant.deleteRecords([]string{tenant.AddRecord(record{}), tenant.AddRecord(record{})})
		if n := len(tenant.store.records); n > 6 {
			t.Fatalf("%d records are kept", n)
		}
	}
	if all := tenant.Records(); len(all) != 1 || all[0].Gsid.Or("") != keep {
		t.Errorf("there are %v", all)
	}
}
