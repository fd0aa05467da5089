// Package routing decides where a visit of a short link goes.
//
// A link has rules. They are tried in order and the first match wins; when
// none matches, the link's own destination is taken. A [Rule] matches when all
// its clauses do, each of which may be negated, and when its share, if it has
// one, takes the visitor.
//
// [Prepare] gives new rules their ids and splits, [Compile] checks them and
// returns an immutable [Table], and [Table.Route] decides: purely, in well
// under a microsecond, without allocating. [Table.Explain] says why, and
// [Table.Warnings] which rules can never be reached.
//
// # Conditions
//
//	geo        countries as ISO 3166-1 alpha-2 codes: "US,CA,GB". All assigned
//	           codes are known, and XK for Kosovo.
//	continent  AF, AN, AS, EU, NA, OC, SA
//	region     ISO 3166-2 codes: "US-CA,US-NY"
//	city       English names: "Munich,New York"
//	device     Mobile, Tablet, Desktop, Other (televisions, consoles,
//	           wearables): "Mobile,Tablet"
//	os         families of operating systems: "iOS,Android"
//	browser    families of browsers: "Safari,Chrome"
//	language   tags, each with its varieties: "fr,pt" matches pt-BR. A visitor
//	           has one language, the one that [Visit.Language] prefers.
//	referer    domains of the page the visitor comes from, each with its
//	           subdomains: "google.com,bing.com". "direct" is no page.
//	time       ranges of the day, start inclusive and end exclusive:
//	           "09:00-17:00". The end may be 24:00, and "22:00-06:00" runs over
//	           midnight.
//	weekday    days and ranges of days: "Mon-Fri,Sun"
//	date       days and spans, both ends inclusive: "2026-01-01..2026-01-31".
//	           An end may be missing: "2026-12-01.."
//	query      a parameter of the short URL, "key" or "key=value"
//	header     a request header, likewise
//	cookie     a cookie, likewise
//	ip         addresses and prefixes: "192.0.2.7,2001:db8::/32"
//	visitor    human or bot (crawlers, previews and AI agents); new or returning,
//	           where [Visit.Familiarity] says so
//	percentage no value; the rule's Percentage is the share
//
// Values but those of query, header and cookie are comma lists, and letter case
// does not matter in them. A value has at most 2,000 bytes. Times, weekdays and
// dates are those of the rule's time zone, else of the table's, else UTC. Of what
// a visitor sends, the first 8,192 bytes of the query and of the cookies are read.
//
// A fact that is not known never matches: no country is in no list. "unknown"
// is a value of geo, continent, region, city, os, browser and language that
// matches just then. A negated clause is the plain opposite, so it matches when
// the fact is not known.
//
// A host application adds conditions of its own by [Options].
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
// where the sums are rounded to whole millionths of a percent and then compared
// exactly. 0 takes nobody, 100 everybody, and what the shares leave falls through
// to the next rules.
//
// u depends on nothing but the store's key, the split and the visitor, so it
// stays while rules are edited, and a visitor stays with a variant as long as
// the sums around u do. Moving shares between neighbours moves only the visitors
// that must move: exactly a tenth from 50/50 to 60/40, and none from variant to
// variant when the last rule grows into what was left. Any other change of a
// share, deleting a rule and reordering rules shift the sums of all that follow,
// and visitors between variants that nobody meant to touch. So while a test
// runs, leave its rules in their order; to end a variant, set its share to 0 and
// add what it had to a neighbour, rather than delete the rule.
//
// The visitor key is [Visit.VisitorKey]; without one it is
//
//	SHA-256(the address in 16 bytes ‖ the User-Agent's first 1,024 bytes)
//
// where an IPv4 address is written as its IPv4-mapped IPv6 address and no
// address as zeros.
//
// # Destinations
//
// The chosen destination is finished by [ForwardPath] with the visit's path, if
// the link forwards it, then by [SetUTM] with the campaign of the rule over that
// of the link ([UTM.Or]), and then by [ForwardQuery] with the visit's query, if
// the link forwards it. In this order what the link says wins over what the
// visitor sends. Scheme and host are always the link's.
//
// testdata/vectors.json holds thousands of decided visits for implementations in
// other languages.
package routing
