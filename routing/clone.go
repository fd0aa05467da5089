package routing

import "slices"

// Clone returns a deep copy of r.
func (r Rule) Clone() Rule {
	r.Clauses = slices.Clone(r.Clauses)
	if r.Percentage != nil {
		r.Percentage = Percent(*r.Percentage)
	}
	return r
}
