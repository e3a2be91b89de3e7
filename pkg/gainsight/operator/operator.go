// Package operator names the operators of conditions. An operator is any string: this list is what is known, not all
// there are. Which of them the company team list takes beyond In, NotIn and Eq is not known.
package operator

const (
	In    = "IN"     // one of the values (A)
	NotIn = "NOT_IN" // none of the values (A)
	Eq    = "EQ"     // equal to the value (T)

	// The rest is listed for other read interfaces of the vendor (T).

	Ne             = "NE"
	Lt             = "LT"
	Gt             = "GT"
	Lte            = "LTE"
	Gte            = "GTE"
	Between        = "BTW" // between two values
	Contains       = "CONTAINS"
	DoesNotContain = "DOES_NOT_CONTAIN"
	StartsWith     = "STARTS_WITH"
	EndsWith       = "ENDS_WITH"
	IsNull         = "IS_NULL"     // takes no value
	IsNotNull      = "IS_NOT_NULL" // takes no value
	Includes       = "INCLUDES"
	Excludes       = "EXCLUDES"
)
