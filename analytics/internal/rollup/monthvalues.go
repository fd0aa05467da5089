package rollup

import (
	"slices"
	"strings"
)

// MonthValue is the clicks of a value of a dimension in a month.
type MonthValue struct {
	Name   string // of the value
	Clicks uint64 // human ones
}

// MonthValues are the clicks of the values of a dimension in a month, sorted by name.
type MonthValues []MonthValue

// add adds the clicks of a day. It goes through both side by side, since they mostly
// have the same names.
func (m *MonthValues) add(day *dimension) {
	known, at := len(*m), 0
	for v := range day.sorted {
		if at < known && (*m)[at].Name != v.Name {
			at += (*m)[at:known].find(v.Name)
		}
		if at == known || (*m)[at].Name != v.Name {
			*m = append(*m, MonthValue{v.Name, Sum(&v.Hours)})
			continue
		}
		(*m)[at].Clicks += Sum(&v.Hours)
		at++
	}
	if known > 0 && known < len(*m) {
		m.merge(known)
	}
}

// merge sorts values of which the first known ones and the others are sorted. It puts the
// last in place first.
func (m MonthValues) merge(known int) {
	added := slices.Clone(m[known:])
	for to := len(m) - 1; len(added) > 0; to-- {
		last := added[len(added)-1]
		if known > 0 && m[known-1].Name > last.Name {
			known--
			m[to] = m[known]
			continue
		}
		m[to] = last
		added = added[:len(added)-1]
	}
}

// find returns the index of the first value whose name is not before a name.
func (m MonthValues) find(name string) int {
	at, _ := slices.BinarySearchFunc(m, name, func(v MonthValue, name string) int { return strings.Compare(v.Name, name) })
	return at
}
