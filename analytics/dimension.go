package analytics

import (
	"slices"
	"strings"
)

// maxValues is the most values of a dimension that a link's day tells apart.
// Others are counted together.
const maxValues = 1000

// The clicks of values that are not told apart are counted under restValue, which
// is no value's name, as those are valid UTF-8, and are shown as restName.
const (
	restValue = "\xff"
	restName  = "Other"
)

// dimension counts clicks by value and hour. The values that were read stand in
// the order of their names, and behind them those that came since, in the order in
// which they came.
type dimension struct {
	values []value
	read   int // how many were read
	recent int
	// index finds a value by its name. It is built when there are many.
	index map[string]int
}

// value is one value of a dimension.
type value struct {
	name  string
	hours [24]uint32
}

// scanLimit is the number of values up to which looking at each is fastest.
const scanLimit = 24

func (d *dimension) reset() {
	d.values = d.values[:0]
	d.read, d.recent = 0, 0
	clear(d.index)
}

// at returns the value with a name, adding it, or the one for all others.
func (d *dimension) at(name string) *value {
	i := d.find(name)
	if i < 0 && len(d.values) >= maxValues {
		name = restValue
		i = d.find(name)
	}
	if i < 0 {
		d.put(name)
		i = len(d.values) - 1
	}
	d.recent = i
	return &d.values[i]
}

// sorted yields the values in the order of their names.
func (d *dimension) sorted(yield func(*value) bool) {
	known, added := d.values[:d.read], d.values[d.read:]
	if !slices.IsSortedFunc(added, byName) {
		slices.SortFunc(added, byName)
		d.recent = 0
		clear(d.index)
	}
	for len(known) > 0 || len(added) > 0 {
		next := &known
		if len(known) == 0 || len(added) > 0 && added[0].name < known[0].name {
			next = &added
		}
		if !yield(&(*next)[0]) {
			return
		}
		*next = (*next)[1:]
	}
}

func byName(a, b value) int { return strings.Compare(a.name, b.name) }

// put adds a value without clicks.
func (d *dimension) put(name string) *value {
	if len(d.index) > 0 {
		d.index[name] = len(d.values)
	}
	d.values = append(d.values, value{name: name})
	return &d.values[len(d.values)-1]
}

// find returns the index of a value, or -1.
func (d *dimension) find(name string) int {
	if d.recent < len(d.values) && d.values[d.recent].name == name {
		return d.recent
	}
	if len(d.values) > scanLimit {
		return d.lookUp(name)
	}
	for i := range d.values {
		if d.values[i].name == name {
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
		for i := range d.values {
			d.index[d.values[i].name] = i
		}
	}
	if i, ok := d.index[name]; ok {
		return i
	}
	return -1
}
