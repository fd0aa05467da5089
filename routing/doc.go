// Package routing decides where a visit of a short link goes.
//
// A link has rules. They are tried in order and the first match wins; when
// none matches, the link's own destination is taken. A [Rule] matches when all
// its clauses do, each of which may be negated, and when its share, if it has
// one, takes the visitor.
//
// [Prepare] gives new rules their ids and splits, [Compile] checks them and
// returns an immutable [Table], and [Table.Route] decides: purely, in well
// under a microsecond, without allocating. [SetUTM] and [ForwardQuery] then
// finish the chosen destination.
//
// # Conditions
//
//	geo       countries as ISO 3166-1 alpha-2 codes, any case: "US,CA,GB".
//	          All assigned codes are known, and XK for Kosovo. "unknown" is
//	          a visitor without a country.
//	device    Mobile, Tablet, Desktop, Other (televisions, consoles,
//	          wearables), any case: "Mobile,Tablet"
//	referer   domains of the page the visitor comes from, each with its
//	          subdomains: "google.com,bing.com". "direct" is no page.
//	time      ranges of the day, start inclusive and end exclusive:
//	          "09:00-17:00". The end may be 24:00, and "22:00-06:00" runs over
//	          midnight. The zone is the rule's, else the table's.
//	percentage
//	          no value; the rule's Percentage is the share.
//
// A fact that is not known never matches. A negated clause is the plain
// opposite, so it matches when the fact is not known.
//
// # Shares
//
// Rules that have a Percentage and the same clauses form a split. A visitor
// has one number u in each split:
//
//	x = the first 8 bytes, big endian, of
//	    SHA-256(split key ‖ split id ‖ 0x00 ‖ visitor key)
//	u = 100·x / 2⁶⁴
//
// and the split's k-th rule takes the visitors with
//
//	sum of the shares before k ≤ u < sum of the shares up to k
//
// compared exactly, in whole millionths of a percent. 0 takes nobody, 100
// everybody, and what the shares leave falls through to the next rules. Since
// u depends on nothing but the store's key, the split and the visitor, a
// visitor stays with a variant, and growing 50/50 to 60/40 moves exactly the
// tenth that has to move.
//
// The visitor key is [Visit.VisitorKey]; without one it is
//
//	SHA-256(the address in 16 bytes ‖ the User-Agent's first 1,024 bytes)
//
// where an IPv4 address is written as its IPv4-mapped IPv6 address.
package routing
