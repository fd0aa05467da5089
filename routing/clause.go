package routing

import "time"

// Words that stand for the lack of a fact in a clause's list.
const (
	// Unknown, in [Country], [Continent], [Region], [City], [OS], [Browser] or
	// [Language], matches visits of which the fact is not known.
	Unknown = "unknown"
	// Direct, in [Referer], matches visits that no page led to.
	Direct = "direct"
)

// VisitorKind is a word of the visitor condition.
type VisitorKind string

// The kinds of visitors.
const (
	// Humans are all visitors that are not bots.
	Humans VisitorKind = "human"
	// Bots are crawlers, previews and AI agents.
	Bots VisitorKind = "bot"
	// NewVisitors are visitors whose [Visit.Familiarity] is [NewVisitor].
	NewVisitors VisitorKind = "new"
	// ReturningVisitors are visitors whose [Visit.Familiarity] is
	// [ReturningVisitor].
	ReturningVisitors VisitorKind = "returning"
)

// Not returns the opposite of a clause. It also matches when the fact is
// unknown.
func Not(c Clause) Clause {
	c.Not = !c.Not
	return c
}

// Country returns a clause on the visitor's country, one of some ISO 3166-1
// alpha-2 codes such as "US". XK is Kosovo.
func Country(codes ...string) Clause { return Clause{Condition: "geo", Value: join(codes)} }

// Continent returns a clause on the visitor's continent, one of AF, AN, AS, EU,
// NA, OC and SA.
func Continent(codes ...string) Clause { return Clause{Condition: "continent", Value: join(codes)} }

// Region returns a clause on the visitor's region, one of some ISO 3166-2 codes
// such as "US-CA".
func Region(codes ...string) Clause { return Clause{Condition: "region", Value: join(codes)} }

// City returns a clause on the visitor's city, by its English name.
func City(names ...string) Clause { return Clause{Condition: "city", Value: join(names)} }

// Device returns a clause on the class of the visitor's device.
func Device(classes ...DeviceClass) Clause {
	return Clause{Condition: "device", Value: join(texts(classes, DeviceClass.String))}
}

// OS returns a clause on the family of the visitor's operating system, such as
// "iOS".
func OS(families ...string) Clause { return Clause{Condition: "os", Value: join(families)} }

// Browser returns a clause on the family of the visitor's browser, such as
// "Safari".
func Browser(families ...string) Clause { return Clause{Condition: "browser", Value: join(families)} }

// Language returns a clause on the language that the visitor prefers. Each tag
// includes its varieties, "pt" also "pt-BR"; see Languages in the package
// documentation.
func Language(tags ...string) Clause { return Clause{Condition: "language", Value: join(tags)} }

// Referer returns a clause on the page that led to the visit. Each domain
// includes its subdomains.
func Referer(domains ...string) Clause { return Clause{Condition: "referer", Value: join(domains)} }

// TimeOfDay returns a clause on the local time, from start until before end,
// both as in "09:00". The end can be "24:00". A range whose end is before its
// start runs over midnight.
func TimeOfDay(start, end string) Clause {
	return Clause{Condition: "time", Value: join([]string{start + "-" + end})}
}

// Weekday returns a clause on the local day of the week.
func Weekday(days ...time.Weekday) Clause {
	short := func(day time.Weekday) string { return day.String()[:3] }
	return Clause{Condition: "weekday", Value: join(texts(days, short))}
}

// DateRange returns a clause on the local date, from first to last, both
// inclusive and as in "2026-01-31". An empty one leaves the range open.
func DateRange(first, last string) Clause {
	return Clause{Condition: "date", Value: join([]string{first + ".." + last})}
}

// Query returns a clause on a parameter of the short URL: "key" asks that it is
// there, "key=value" that it has the value.
func Query(parameter string) Clause { return Clause{Condition: "query", Value: parameter} }

// Header returns a clause on a request header: "Name" asks that it is there,
// "Name=value" that it has the value.
func Header(header string) Clause { return Clause{Condition: "header", Value: header} }

// Cookie returns a clause on a cookie: "name" asks that it is there,
// "name=value" that it has the value.
func Cookie(cookie string) Clause { return Clause{Condition: "cookie", Value: cookie} }

// IP returns a clause on the client's address, one of some addresses or in one
// of some prefixes such as "192.0.2.0/24".
func IP(networks ...string) Clause { return Clause{Condition: "ip", Value: join(networks)} }

// Visitor returns a clause on what the visitor is.
func Visitor(kinds ...VisitorKind) Clause {
	return Clause{Condition: "visitor", Value: join(texts(kinds, func(k VisitorKind) string { return string(k) }))}
}

// texts returns the text of each word.
func texts[T any](words []T, text func(T) string) []string {
	all := make([]string, len(words))
	for i, word := range words {
		all[i] = text(word)
	}
	return all
}
