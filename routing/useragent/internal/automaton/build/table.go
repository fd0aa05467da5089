package build

import (
	"errors"
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/routing/useragent/internal/automaton"
)

// maxStates is the maximum number of states in a table, whose numbers have 16 bits.
const maxStates = math.MaxUint16

// ErrTooLarge is wrapped by errors about words that need too many states.
var ErrTooLarge = errors.New("too many words for a table")

// Table returns the automaton that finds the words.
func Table(words []Word) (*automaton.Table, error) {
	expanded, err := expandAll(words)
	if err != nil {
		return nil, err
	}
	m, err := newMachine(expanded)
	if err != nil {
		return nil, err
	}
	m.minimize()
	if n := m.outputs(); n > maxOutputs {
		return nil, fmt.Errorf("the states have %d distinct signals, more than %d", n, maxOutputs)
	}
	p := newPacker(m)
	for i := range m.states {
		if err := p.place(i, m.own(i)); err != nil {
			return nil, err
		}
	}
	return p.table(), nil
}

// maxOutputs is how many outputs a byte can number.
const maxOutputs = math.MaxUint8 + 1

// outputs returns the number of distinct signals of all states, and none.
func (m *machine) outputs() int {
	distinct := map[uint64]bool{0: true}
	for _, s := range m.states {
		distinct[s.signals] = true
	}
	return len(distinct)
}

// entry is a transition of one state.
type entry struct {
	class, next int
}

// own returns the transitions of a state that do not follow from the last class and
// the next one. If several classes lead to the state, they must agree.
func (m *machine) own(i int) []entry {
	var own []entry
	for class, next := range m.states[i].next {
		for last := range m.states[i].last {
			if m.pair(last, class) != next {
				own = append(own, entry{class, next})
				break
			}
		}
	}
	return own
}

// pair returns the state after two classes, regardless of those before.
func (m *machine) pair(first, second int) int {
	return m.states[m.states[0].next[first]].next[second]
}

// packer puts the entries of all states in one array without collisions.
type packer struct {
	machine *machine
	bases   []int // of the states placed so far
	taken   map[int]bool
	entries []slot
	free    int // no slot before this one is free
}

type slot struct {
	used  bool
	owner int
	next  int
}

func newPacker(m *machine) *packer {
	return &packer{machine: m, taken: map[int]bool{}}
}

// place puts the entries of a state at the first base where all their slots are
// free. The base then identifies the state, so no two states share one.
func (p *packer) place(state int, own []entry) error {
	base := 0
	if len(own) > 0 {
		base = max(0, p.free-own[len(own)-1].class)
	}
	for p.taken[base] || !p.fits(base, own) {
		base++
	}
	for len(p.entries) < base+len(p.machine.classes.samples) {
		p.entries = append(p.entries, slot{})
	}
	if len(p.entries) > math.MaxUint16 {
		return ErrTooLarge
	}
	for _, e := range own {
		p.entries[base+e.class] = slot{used: true, owner: state, next: e.next}
	}
	for p.free < len(p.entries) && p.entries[p.free].used {
		p.free++
	}
	p.taken[base] = true
	p.bases = append(p.bases, base)
	return nil
}

func (p *packer) fits(base int, own []entry) bool {
	for _, e := range own {
		if at := base + e.class; at < len(p.entries) && p.entries[at].used {
			return false
		}
	}
	return true
}

// table returns the table, in which states are numbered by their bases.
func (p *packer) table() *automaton.Table {
	m := p.machine
	t := &automaton.Table{
		Classes:    len(m.classes.samples),
		StartClass: uint8(m.classes.of[textStart]),
		EndClass:   uint8(m.classes.of[textEnd]),
		Start:      p.id(m.states[0].next[m.classes.of[textStart]]),
		Output:     make([]uint8, len(p.entries)),
		Outputs:    []uint64{0},
	}
	for c := range t.Class {
		t.Class[c] = uint8(m.classes.of[c])
	}
	for first := range t.Classes {
		for second := range t.Classes {
			t.Pairs = append(t.Pairs, p.id(m.pair(first, second)))
		}
	}
	for _, s := range p.entries {
		e := automaton.Entry{nobody}
		if s.used {
			e = automaton.Entry{p.id(s.owner), p.id(s.next)}
		}
		t.Entries = append(t.Entries, e)
	}
	p.writeOutputs(t)
	return t
}

// nobody owns the free entries. It is not the base of a state, because tables are
// smaller.
const nobody = math.MaxUint16

func (p *packer) id(state int) uint16 { return uint16(p.bases[state]) }

func (p *packer) writeOutputs(t *automaton.Table) {
	numbers := map[uint64]uint8{0: 0}
	for i, s := range p.machine.states {
		number, ok := numbers[s.signals]
		if !ok {
			number = uint8(len(t.Outputs))
			numbers[s.signals] = number
			t.Outputs = append(t.Outputs, s.signals)
		}
		t.Output[p.id(i)] = number
	}
}
