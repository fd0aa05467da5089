package rollup

import (
	"slices"
	"strings"
)

func Sum(hours *[24]uint32) (n uint64) {
	for _, clicks := range hours {
		n += uint64(clicks)
	}
	return n
}

// MaxValues is the most values of a dimension that a link's day tells apart.
// Others are counted together.
const MaxValues = 1000

// The clicks of values that are not told apart are counted under RestValue, which
// is no value's name, as those are valid UTF-8, and are shown as RestName.
const (
	RestValue = "\xff"
	RestName  = "Other"
)

// dimension counts clicks by value and hour. The values that were read stand in
// the order of their names, and behind them those that came since, in the order in
// which they came.
type dimension struct {
	Values []Value
	read   int // how many were read
	recent int
	// index finds a value by its name. It is built when there are many.
	index map[string]int
}

// Value is one value of a dimension.
type Value struct {
	Name  string
	Hours [24]uint32
}

// scanLimit is the number of values up to which looking at each is fastest.
const scanLimit = 24

func (d *dimension) reset() {
	d.Values = d.Values[:0]
	d.read, d.recent = 0, 0
	clear(d.index)
}

// at returns the value with a name, adding it, or the one for all others.
func (d *dimension) at(name string) *Value {
	i := d.Find(name)
	if i < 0 && len(d.Values) >= MaxValues {
		name = RestValue
		i = d.Find(name)
	}
	if i < 0 {
		d.Put(name)
		i = len(d.Values) - 1
	}
	d.recent = i
	return &d.Values[i]
}

// sorted yields the values in the order of their names.
func (d *dimension) sorted(yield func(*Value) bool) {
	known, added := d.Values[:d.read], d.Values[d.read:]
	if !slices.IsSortedFunc(added, byName) {
		slices.SortFunc(added, byName)
		d.recent = 0
		clear(d.index)
	}
	for len(known) > 0 || len(added) > 0 {
		next := &known
		if len(known) == 0 || len(added) > 0 && added[0].Name < known[0].Name {
			next = &added
		}
		if !yield(&(*next)[0]) {
			return
		}
		*next = (*next)[1:]
	}
}

func byName(a, b Value) int { return strings.Compare(a.Name, b.Name) }

// Put adds a value without clicks.
func (d *dimension) Put(name string) *Value {
	if len(d.index) > 0 {
		d.index[name] = len(d.Values)
	}
	d.Values = append(d.Values, Value{Name: name})
	return &d.Values[len(d.Values)-1]
}

// Find returns the index of a value, or -1.
func (d *dimension) Find(name string) int {
	if d.recent < len(d.Values) && d.Values[d.recent].Name == name {
		return d.recent
	}
	if len(d.Values) > scanLimit {
		return d.lookUp(name)
	}
	for i := range d.Values {
		if d.Values[i].Name == name {
			return i
		}
	}
	return -1
}

func (d *dimension) lookUp(name string) int {
	if d.index == nil {
		d.index = make(map[string]int)
	}
	if len(d.index) == 0 {
		for i := range d.Values {
			d.index[d.Values[i].Name] = i
		}
	}
	if i, ok := d.index[name]; ok {
		return i
	}
	return -1
}
