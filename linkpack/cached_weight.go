package linkpack

import (
	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
	"github.com/linkpack/linkpack-go/routing"
)

// weighMiss estimates the size in bytes of an entry without a link.
func weighMiss(at cache.Address) uint32 { return uint32(300 + len(at.Domain) + len(at.Code)) }

// weigh estimates the size in bytes of a link's entry, including its place in
// the cache. It counts every string that may be long. Otherwise links with such
// strings could exceed the memory that the cache is limited to.
func weigh(link *Link, e *entry) uint32 {
	const fixed, perMore, perRule, perGated = 280, 180, 300, 800
	n := fixed + len(link.ShortCode) + perRule*len(link.Rules)
	for _, target := range e.plan.Targets {
		n += len(target.Destination) + weighUTM(target.UTM)
	}
	for _, rule := range link.Rules {
		for _, clause := range rule.Clauses {
			n += 4 * len(clause.Value) // in compiled form
		}
	}
	if e.more == nil {
		return uint32(n)
	}
	n += perMore
	for _, location := range e.more.locations {
		n += len(location) + 16
	}
	if g := e.more.gated; g != nil {
		n += perGated + len(g.fallback) + weighRest(g.link)
	}
	return uint32(n)
}

func weighUTM(utm *routing.UTM) int {
	if utm == nil {
		return 0
	}
	return 100 + len(utm.Source) + len(utm.Medium) + len(utm.Campaign) + len(utm.Term) + len(utm.Content)
}

// weighRest estimates the size in bytes of the fields of a Link that are not in
// an entry of a plain link.
func weighRest(link *Link) int {
	n := len(link.Notes) + len(link.FallbackURL) + 100*len(link.Aliases)
	for _, rule := range link.Rules {
		n += 300
		for _, clause := range rule.Clauses {
			n += len(clause.Value) + 64
		}
	}
	n += len(link.Card.Title) + len(link.Card.Description) + len(link.Card.Image)
	for _, script := range link.Scripts {
		n += len(script.Content) + 32
	}
	for key, value := range link.Metadata {
		n += len(key) + len(value) + 32
	}
	for _, tag := range link.Tags {
		n += len(tag) + 16
	}
	return n
}
