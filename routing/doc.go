// Package routing chooses where a visit of a short link goes.
//
// Write rules, compile them once and route each visit:
//
//	rules := []routing.Rule{{
//		Clauses:     []routing.Clause{routing.Country("DE", "AT"), routing.Not(routing.Device(routing.Mobile))},
//		Destination: "https://example.de/",
//	}}
//	table, err := routing.Compile(rules, nil)
//	...
//	decision := table.Route(visit) // decision.Rule is an index in rules, or -1
//
// A [Rule] matches a visit when all its clauses match and its share, if it has
// one, includes the visitor. Rules are tried in order and the first match wins.
// If no rule matches, the link's own destination is used.
//
// [Prepare] gives new rules their ids and splits. [Compile] checks rules and
// returns an immutable [Table]. [Table.Route] decides in well under a
// microsecond, without allocating. [Explain] tells why a visit goes where it
// goes, and [Warnings] which rules can never be reached.
//
// # Conditions
//
// A [Clause] is the name of a condition and a value, in Go made by a function
// for each condition such as [Country] or [TimeOfDay]:
//
//	geo        countries as ISO 3166-1 alpha-2 codes: "US,CA,GB". XK is Kosovo.
//	continent  AF, AN, AS, EU, NA, OC, SA
//	region     ISO 3166-2 codes: "US-CA,US-NY"
//	city       English names: "Munich,New York"
//	device     Mobile, Tablet, Desktop, Other (televisions, consoles,
//	           wearables): "Mobile,Tablet"
//	os         families of operating systems: "iOS,Android"
//	browser    families of browsers: "Safari,Chrome"
//	language   tags, each including its varieties: "fr,pt" matches pt-BR. It is
//	           compared with the one language that Visit.Language returns; see
//	           Languages.
//	referer    domains of the page that led to the visit, each including its
//	           subdomains: "google.com,bing.com". "direct" means no page.
//	time       ranges of the day, start inclusive and end exclusive:
//	           "09:00-17:00". The end may be 24:00. "22:00-06:00" includes
//	           midnight.
//	weekday    days and ranges of days: "Mon-Fri,Sun"
//	date       days and ranges, both ends inclusive: "2026-01-01..2026-01-31".
//	           Either end may be missing: "2026-12-01.."
//	query      a parameter of the short URL: "key", or "key=value"
//	header     a request header: "Name", or "Name=value"
//	cookie     a cookie: "name", or "name=value"
//	ip         addresses and prefixes: "192.0.2.7,2001:db8::/32"
//	visitor    human or bot (crawlers, previews and AI agents); new or returning,
//	           where Visit.Familiarity is known
//	percentage no value; the rule's Percentage is the share
//
// All values except those of query, header and cookie are comma lists in which
// letter case does not matter. An entry with a comma stands in double quotes:
// `Munich,"Washington, D.C."`. Times, weekdays and dates are those of the rule's
// time zone, else of the table's, else UTC.
//
// A clause never matches when the fact is not known. The entry "unknown" of geo,
// continent, region, city, os, browser and language matches exactly then. A
// negated clause is the opposite, so it matches when the fact is not known.
//
// A host application adds its own conditions in [Options].
//
// # Languages
//
// A tag matches a visitor's language that has every part the tag has: pt matches
// pt-BR, pt-BR does not match pt. Old names are the same as new ones, such as iw
// and he, in and id, nb and no, sh and sr-Latn, UK and GB. no includes nn. A group of
// regions includes its regions: es-419 matches es-MX.
//
// A script that the visitor leaves out is the one in which the language is mostly
// written in that region: zh-Hant matches zh-TW and zh-HK, zh-Hans matches zh-CN and
// zh, sr-Cyrl matches sr. A region that the visitor leaves out is only known from
// the script where that says it: zh-TW matches zh-Hant, and zh-CN matches zh-Hans. A
// script that the rule leaves out may be any: sr-RS matches sr-Latn-RS.
//
// # Referrers
//
// A domain includes its subdomains: facebook.com matches m.facebook.com,
// l.facebook.com and lm.facebook.com. Sites with several domains are not grouped, so
// google.com does not match google.de: a rule can list the domains that it means.
// Statistics show each host as it was sent, without www. and in lower case. Which
// hosts are one site changes over the years, so a group that was formed when a click
// was recorded could be wrong for ever, and google.de says more than google.com. A
// report can add hosts up.
//
// # Limits
//
// Rules are tried while a visitor waits, so a table has at most 1,000 rules of 20
// clauses, 5,000 entries in all lists (any other value counts as one entry), 262,144
// bytes of values and 100 splits. A value has at most 2,000 bytes. The first rule or
// clause beyond a limit is named in the error of [Compile], and those after it are
// not read.
//
// Of a visit's query the first 256 parameters are read, and of its cookies the first
// 256, within 8,192 bytes each. Of its headers the first 256 values are compared.
// Each is read once, however many clauses ask.
//
// # Shares
//
// Rules with a Percentage and the same clauses form a split. A visitor has one
// number u in each split:
//
//	x = the first 8 bytes, big endian, of
//	    SHA-256(split key ‖ split id ‖ 0x00 ‖ visitor key)
//	u = 100·x / 2⁶⁴
//
// The split's k-th rule takes the visitors with
//
//	sum of the shares before k ≤ u < sum of the shares up to k
//
// The sums are rounded to millionths of a percent and then compared exactly. A
// share of 0 takes no visitor, 100 takes all. Visitors above the last sum go on
// to the next rules.
//
// u depends only on the store's key, the split and the visitor, so editing rules
// does not change it. A visitor keeps a variant as long as the sums below and
// above u stay. Moving shares between neighbours moves only the visitors that
// must move: exactly a tenth from 50/50 to 60/40, and none between variants when
// the last rule grows into what was left. Any other change of a share, and
// deleting or reordering rules, shifts the sums of all rules that follow and so
// moves other visitors too. While a test runs, keep its rules in order. To end a
// variant, set its share to 0 and add what it had to a neighbour instead of
// deleting the rule.
//
// The visitor key is [Visit.VisitorKey], or the SHA-256 of one that has more than
// 128 bytes. If it is empty, the key is
//
//	SHA-256(the address in 16 bytes ‖ the User-Agent's first 1,024 bytes)
//
// where an IPv4 address is written as its IPv4-mapped IPv6 address, and a missing
// address as zeros.
//
// # Destinations
//
// Complete the chosen destination in this order: [ForwardPath] with the visit's
// path, if the link forwards it; [SetUTM] with the rule's parameters over those
// of the link ([UTM.Or]); [ForwardQuery] with the visit's query, if the link
// forwards it. What the link sets then overrides what the visitor sends. The
// visitor can never change the scheme or the host.
//
// testdata/vectors.json has thousands of decided visits for implementations in
// other languages.
package routing
