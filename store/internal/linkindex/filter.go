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

// IsExact reports whether the query selects every link that the filter finds. Otherwise
// it may select less of them. It never selects others.
func (f *Filter) IsExact() bool { return f.exact }

// Find returns the bits of the links of a segment that the filter finds, and of all that
// the segment has.
func (f *Filter) Find(segment []byte) (found, all uint64, err error) {
	r, err := divide(segment)
	if err != nil {
		return 0, 0, err
	}
	hits := r.slots
	if f.search != nil {
		if hits, err = f.search.in(r.text); err != nil || hits == 0 {
			return 0, r.slots, err
		}
	}
	for fact, err := range r.all() {
		if err != nil {
			return 0, 0, err
		}
		if bit := uint64(1) << fact.slot; hits&bit != 0 && f.selects(fact) {
			found |= bit
		}
	}
	return found, r.slots, nil
}

// selects reports whether the facts of a link are what the query asks for.
func (f *Filter) selects(l fact) bool {
	if l.flags&f.flags != f.want {
		return false
	}
	for _, terms := range f.terms {
		if !l.hasOne(terms) {
			return false
		}
	}
	return true
}

// hasOne reports whether a link has one of some terms.
func (f fact) hasOne(wanted map[string]bool) bool {
	for rest := f.terms; len(rest) > 0; {
		term, after, ok := cut(rest)
		if !ok {
			return true // it is damaged; reading the link shows what it has
		}
		if wanted[string(term)] {
			return true
		}
		rest = after
	}
	return false
}
