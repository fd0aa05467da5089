package linkindex

import (
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Filter finds the links of segments that a query selects. It is for one goroutine.
type Filter struct {
	search      *search           // nil means no search
	flags, want byte              // the flags that count, and what they must be
	terms       []map[string]bool // of each of these, a link has at least one
	exact       bool
}

// NewFilter returns the filter of a query.
func NewFilter(q *linkpack.LinkQuery) *Filter {
	f := &Filter{exact: len(q.Metadata) == 0}
	if q.Search != "" {
		f.search = &search{text: []byte(strings.ToLower(q.Search)), namesOnly: q.SearchIn != linkpack.SearchAll}
	}
	if q.Archived != nil {
		f.ask(flagArchived, *q.Archived)
	}
	if q.Bin != linkpack.WithBin {
		f.ask(flagDeleted, q.Bin == linkpack.OnlyBin)
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

// ask asks for a flag that is set or not.
func (f *Filter) ask(flag byte, set bool) {
	f.flags |= flag
	if set {
		f.want |= flag
	}
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
	hits := r.slots
	if f.search != nil {
		hits, err = f.search.in(r.text)
		if hits |= r.open; err != nil || hits == 0 {
			return Found{All: r.slots}, err
		}
	}
	for fact, err := range r.all() {
		if err != nil {
			return Found{}, err
		}
		bit := uint64(1) << fact.slot
		if hits&bit == 0 {
			continue
		}
		isFound, err := f.selects(fact)
		if err != nil {
			return Found{}, err
		}
		if isFound {
			found.Bits |= bit
		}
	}
	found.Open, found.All = found.Bits&r.open, r.slots
	return found, nil
}

// selects reports whether the facts of a link are what the query asks for.
func (f *Filter) selects(l fact) (bool, error) {
	if l.flags&f.flags != f.want || l.open {
		return l.flags&f.flags == f.want, nil
	}
	for _, terms := range f.terms {
		if has, err := l.hasOne(terms); !has || err != nil {
			return false, err
		}
	}
	return true, nil
}

// hasOne reports whether a link has one of some terms.
func (f fact) hasOne(wanted map[string]bool) (bool, error) {
	for rest := f.terms; len(rest) > 0; {
		term, after, ok := cut(rest)
		if !ok {
			return false, damaged("a term has no end")
		}
		if wanted[string(term)] {
			return true, nil
		}
		rest = after
	}
	return false, nil
}
