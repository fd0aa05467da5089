package build

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/linkpack/linkpack-go/routing/useragent/internal/automaton"
)

// position is a place in a word that has been read so far.
type position struct {
	word, next int
}

// state is a state of the automaton under construction: the words that have begun,
// in addition to all words from their start.
type state struct {
	positions []position
	signals   uint64
	next      []int        // by class
	last      map[int]bool // the classes that lead here
}

// machine is the automaton under construction.
type machine struct {
	words   []word
	classes classes
	starts  []step // by class: what begins there
	states  []state
	byKey   map[string]int
}

// step is the result of reading a symbol: words that continue, and signals of words
// that are complete.
type step struct {
	positions []position
	signals   uint64
}

// advance adds the result of a symbol at a position.
func (m *machine) advance(s *step, p position, symbol int) {
	w := m.words[p.word]
	switch {
	case !w.sequence[p.next].has(symbol):
	case p.next == len(w.sequence)-1:
		s.signals = automaton.Join(s.signals, w.signals)
	default:
		s.positions = append(s.positions, position{p.word, p.next + 1})
	}
}

// newMachine makes all states that can be reached from the first state, in which no
// word has begun.
func newMachine(words []word) (*machine, error) {
	m := &machine{words: words, classes: classify(words), byKey: map[string]int{}}
	for _, symbol := range m.classes.samples {
		var s step
		for w := range words {
			m.advance(&s, position{w, 0}, symbol)
		}
		m.starts = append(m.starts, s)
	}
	m.state(step{})
	for i := 0; i < len(m.states); i++ {
		if i == maxStates {
			return nil, ErrTooLarge
		}
		next := make([]int, len(m.classes.samples))
		for class := range next {
			next[class] = m.follow(i, class)
			m.states[next[class]].last[class] = true
		}
		m.states[i].next = next
	}
	return m, nil
}

// follow returns the state after the symbols of a class.
func (m *machine) follow(from, class int) int {
	s := step{signals: m.starts[class].signals}
	for _, p := range m.states[from].positions {
		m.advance(&s, p, m.classes.samples[class])
	}
	s.positions = append(s.positions, m.starts[class].positions...)
	return m.state(s)
}

// state returns the state with these positions and signals, making it if needed.
func (m *machine) state(s step) int {
	slices.SortFunc(s.positions, func(a, b position) int {
		return cmp.Or(a.word-b.word, a.next-b.next)
	})
	key := binary.AppendUvarint(nil, s.signals)
	for _, p := range s.positions {
		key = binary.AppendUvarint(key, uint64(p.word))
		key = binary.AppendUvarint(key, uint64(p.next))
	}
	if i, ok := m.byKey[string(key)]; ok {
		return i
	}
	i := len(m.states)
	m.byKey[string(key)] = i
	m.states = append(m.states, state{positions: s.positions, signals: s.signals, last: map[int]bool{}})
	return i
}
