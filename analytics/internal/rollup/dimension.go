package rollup

import (
	"slices"
	"strings"
)

// Sum returns the clicks of all hours.
func Sum(hours *[24]uint32) (n uint64) {
	for _, clicks := range hours {
		n += uint64(clicks)
	}
	return n
}

// MaxValues is the number of values of a dimension that a rollup tells apart. All
// others are counted together.
const MaxValues = 1000

// Values that are not told apart are counted under RestValue and shown as RestName.
// RestValue is not valid UTF-8, so no value has this name.
const (
	RestValue = "\xff"
	RestName  = "Other"
)

// dimension counts clicks by value and hour. Values that were read from the store
// are first, sorted by name. Behind them are new values, in the order in which they
// came.
type dimension struct {
	Values []Value
	read   int // number of values that were read
	recent int // index of the value that was used last
	// index maps names to indexes. It is built when there are many values.
	index map[string]int
}

// Value is one value of a dimension.
type Value struct {
	Name  string     // of the value
	Hours [24]uint32 // its clicks by hour of the UTC day
}

// scanLimit is the number of values up to which a linear search is fastest.
const scanLimit = 24

func (d *dimension) reset() {
	d.Values = d.Values[:0]
	d.read, d.recent = 0, 0
	clear(d.index)
}

// at returns the value with a name. It adds a new one if there is room, else it
// returns the value that counts all others.
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

// sorted yields the values sorted by name.
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
