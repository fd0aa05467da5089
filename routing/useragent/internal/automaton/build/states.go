package build

import (
	"encoding/binary"
	"slices"
)

// position is a word that has been read up to an element.
type position struct {
	word, next int
}

// state is a state of the automaton while it is made: the words that may still
// become whole, beside all words from their start.
type state struct {
	positions []position
	signals   uint64
	next      []int        // by class
	last      map[int]bool // the classes that lead here
}

// machine is the automaton while it is made.
type machine struct {
	words   []word
	classes classes
	states  []state
	byKey   map[string]int
}

// newMachine makes all states that can be reached from the first, in which no
// word has begun.
func newMachine(words []word) *machine {
	m := &machine{words: words, classes: classify(words), byKey: map[string]int{}}
	m.state(nil, 0)
	for i := 0; i < len(m.states); i++ {
		next := make([]int, len(m.classes.samples))
		for class := range next {
			next[class] = m.follow(i, class)
			m.states[next[class]].last[class] = true
		}
		m.states[i].next = next
	}
	return m
}

// follow returns the state after the symbols of a class.
func (m *machine) follow(from, class int) int {
	symbol := m.classes.samples[class]
	var positions []position
	var signals uint64
	advance := func(p position) {
		w := m.words[p.word]
		switch {
		case !w.sequence[p.next].has(symbol):
		case p.next == len(w.sequence)-1:
			signals |= w.signals
		default:
			positions = append(positions, position{p.word, p.next + 1})
		}
	}
	for _, p := range m.states[from].positions {
		advance(p)
	}
	for w := range m.words {
		advance(position{w, 0})
	}
	return m.state(positions, signals)
}

// state returns the state with these positions and signals, a new one if there
// is none yet.
func (m *machine) state(positions []position, signals uint64) int {
	slices.SortFunc(positions, func(a, b position) int {
		if a.word != b.word {
			return a.word - b.word
		}
		return a.next - b.next
	})
	key := binary.AppendUvarint(nil, signals)
	for _, p := range positions {
		key = binary.AppendUvarint(key, uint64(p.word))
		key = binary.AppendUvarint(key, uint64(p.next))
	}
	if i, ok := m.byKey[string(key)]; ok {
		return i
	}
	i := len(m.states)
	m.byKey[string(key)] = i
	m.states = append(m.states, state{positions: positions, signals: signals, last: map[int]bool{}})
	return i
}
