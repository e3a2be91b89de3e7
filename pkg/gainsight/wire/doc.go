// Package wire holds the types in which records travel: members that are absent, null or set, and objects that keep
// every member they do not know. The generated code uses it, and gainsight hands out its functions under names of
// its own, so a program rarely imports it.
//
// A member is kept as the JSON text in which it came or will go. So no value that passes through a program changes on
// the way: a "true" stays a string, 12345678901234567890 keeps its digits, and a date keeps its format. (An escape in a
// string, such as \u00e9, may be written as the character that it stands for.)
package wire
