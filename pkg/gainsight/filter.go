package gainsight

import (
	"time"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/internal/where"
	"github.com/gainsight-go/gainsight-go/pkg/gainsight/operator"
)

// Scalar is what a field can be compared with.
type Scalar interface {
	~string | ~bool | ~int | ~int64 | ~float64 | time.Time
}

// In holds for records whose field has one of the values (A).
func In[T Scalar](field string, values ...T) *Where { return Compare(field, operator.In, values...) }

// NotIn holds for records whose field has none of the values (A).
func NotIn[T Scalar](field string, values ...T) *Where {
	return Compare(field, operator.NotIn, values...)
}

// Eq holds for records whose field has the value (T).
func Eq[T Scalar](field string, value T) *Where { return Compare(field, operator.Eq, value) }

// Compare holds for records whose field compares with the values in the way of an operator, which the package operator
// names. Operators without a value still need a type: Compare[string]("UserRole", operator.IsNull).
func Compare[T Scalar](field, operator string, values ...T) *Where {
	list := make([]any, len(values))
	for i, value := range values {
		list[i] = value
		if date, isDate := any(value).(time.Time); isDate {
			list[i] = Set(date)
		}
	}
	return where.Compare(field, operator, list)
}

// And holds where all operands hold. An operand that is nil restricts nothing and is left out; nil is what And returns
// without any other, and a list takes it for all records.
func And(operands ...*Where) *Where { return where.Join("AND", operands) }

// Or holds where one of the operands holds. An operand that is nil restricts nothing, so neither does the Or, which is
// nil then.
func Or(operands ...*Where) *Where { return where.Join("OR", operands) }

// Not holds where the operand does not hold. Expressions know no NOT (A), so each operator is replaced by its opposite,
// IN by NOT_IN for example, and AND and OR change places. Operators without a known opposite cannot be negated, and
// neither can an expression with AND and OR side by side without parentheses. What a tenant says of records without a
// value is not documented: a record can be in neither of the two.
func Not(operand *Where) *Where { return where.Not(operand) }
