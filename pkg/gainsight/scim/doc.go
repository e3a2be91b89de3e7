// Package scim writes filters and patches for SCIM 2.0, so that nobody puts them together from strings: values are quoted,
// attributes are checked, and "and", "or" and "not" have their parentheses.
//
//	filter := scim.Eq("active", true).And(scim.Sw("userName", "a").Or(scim.Sw("userName", "b")))
//	// active eq true and (userName sw "a" or userName sw "b")
//
//	patch := scim.NewPatch().AddRoles("CSM").ReplaceWhere("emails.value", scim.Eq("type", "work"), "kim@example.com")
//
// What is wrong with a filter or a patch stays in it, so that calls can be chained, and its method Err tells it. Nothing
// is sent with a faulty one.
//
// # Evidence
//
// The letters in parentheses say how well a fact is known; package gainsight explains them. That the vendor has SCIM 2.0
// with filters and patches is V. Filters were seen by eq on userName, emails.value and displayName, and patches by the
// operations that [Patch.Replace], [Patch.Activate], [Patch.AddMembers], [Patch.AddRoles], [Patch.SetManager] and
// [Patch.RemoveValues] write (L). Everything else follows RFC 7643 and RFC 7644 (I): which operators, value paths and
// paths with a filter a tenant understands is not known.
package scim
