package linkindex

import (
	"github.com/linkpack/linkpack-go/linkpack"
)

// Filter finds the links of segments that a query selects. It is for one goroutine.
type Filter struct {
	search            *search           // nil means no search
	archived, deleted *bool             // nil means both
	terms             []map[string]bool // of each of these, a link has at least one
	exact             bool
}

// NewFilter returns the filter of a query.
func NewFilter(q *linkpack.LinkQuery) *Filter {
	f := &Filter{archived: q.Archived, exact: len(q.Metadata) == 0}
	if q.Search != "" {
		f.search = newSearch(q.Search, q.SearchIn)
	}
	if q.Bin != linkpack.WithBin {
		isDeleted := q.Bin == linkpack.OnlyBin
		f.deleted = &isDeleted
	}
	if q.GroupID != nil {
		f.oneOf(termGroupID, *q.GroupID)
	}
	if q.Group != "" {
		f.oneOf(termGroup, q.Group)
	}
	if q.Domain != nil {
		f.oneOf(termDomain, *q.Domain)
	}
	if len(q.Tags) > 0 {
		f.oneOf(termTag, q.Tags...)
	}
	return f
}

// oneOf asks for one of some terms of a kind.
func (f *Filter) oneOf(kind string, texts ...string) {
	terms := make(map[string]bool, len(texts))
	for _, text := range texts {
		terms[kind+text] = true
	}
	f.terms = append(f.terms, terms)
}

// IsExact reports whether the query selects every link that the filter finds and that is
// not open. Otherwise it may select less of them. It never selects others.
func (f *Filter) IsExact() bool { return f.exact }

// Found are bits of the links of a segment.
type Found struct {
	// Bits are those of the links that the filter finds.
	Bits uint64
	// Open are those among Bits of links of which the segment does not have all. The query
	// may select less of them.
	Open uint64
	// All are those of all links that the segment has.
	All uint64
}

// Find returns the bits of the links of a segment that the filter finds.
func (f *Filter) Find(segment []byte) (found Found, err error) {
	r, err := divide(segment)
	if err != nil {
		return Found{}, err
	}
	links, err := f.withTerms(r, f.marked(r.marks))
	if err == nil && f.search != nil && links != 0 {
		links, err = f.search.among(links, r)
	}
	if err != nil {
		return Found{}, err
	}
	return Found{Bits: links, Open: links & r.open, All: r.slots}, nil
}

// marked returns the bits of the links with the marks that the query asks for.
func (f *Filter) marked(m marks) uint64 {
	links := m.slots
	if f.archived != nil {
		links &= only(m.archived, *f.archived)
	}
	if f.deleted != nil {
		links &= only(m.deleted, *f.deleted)
	}
	return links
}

// only returns the bits that are set, or those that are not.
func only(bits uint64, set bool) uint64 {
	if set {
		return bits
	}
	return ^bits
}

// withTerms returns those of some links of a row that have the terms that the query asks
// for or are open.
func (f *Filter) withTerms(r row, links uint64) (uint64, error) {
	for _, wanted := range f.terms {
		if links&^r.open == 0 {
			return links, nil
		}
		having := r.open
		for t, err := range r.dictionary() {
			if err != nil {
				return 0, err
			}
			if wanted[string(t.text)] {
				having |= t.links
			}
		}
		links &= having
	}
	return links, nil
}
