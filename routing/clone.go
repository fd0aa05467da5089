package routing

import "slices"

// Clone returns a copy of r that shares no memory with it.
func (r Rule) Clone() Rule {
	r.Clauses = slices.Clone(r.Clauses)
	if r.Percentage != nil {
		r.Percentage = Percent(*r.Percentage)
	}
	return r
}
