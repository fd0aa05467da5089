// Package jsv reads and writes JSV, the text format of ServiceStack
// (https://docs.servicestack.net/jsv-format). It is JSON with the quotes of CSV:
//
//	value  = map | list | string | nothing at all, which is null
//	map    = "{" [ key ":" value *( "," key ":" value ) ] "}"
//	list   = "[" [ value *( "," value ) ] "]"
//	string = raw | DQUOTE *( any character but DQUOTE | 2DQUOTE ) DQUOTE
//
// Whitespace is part of a value. The empty string is a pair of quotes. Booleans,
// numbers and dates are strings without quotes: the reader of a text must know which
// type it expects.
package jsv
