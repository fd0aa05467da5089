// Package automaton finds all words of a large list in a text in one pass, by the
// algorithm of Aho and Corasick ("Efficient string matching: an aid to
// bibliographic search", 1975). Failure links are resolved in advance, so every
// byte costs the same. Package build makes the tables.
package automaton

// Table is a finite automaton over classes of bytes, with additional classes for
// the start and the end of the text. Letters are folded to lower case.
//
// Most transitions depend only on the last two bytes and are in Pairs. The others
// are in Entries, where the entries of all states are interleaved: the entry at
// State+class belongs to the state if its first number is the state.
type Table struct {
	Class      [256]uint8 // of a byte; bytes that no word distinguishes share one
	Classes    int        // the number of classes
	StartClass uint8      // of the start of the text
	EndClass   uint8      // of the end of the text
	Start      uint16     // the state at the start of the text
	Pairs      []uint16   // the state after two classes: first*Classes + second
	Entries    []Entry    // of all states, interleaved
	Output     []uint8    // of a state, an index into Outputs
	Outputs    []uint64   // distinct signals, joined as Join does; the first is 0
}

// RankShift is where the number in the upper bits of signals begins. The bits below
// are a set.
const RankShift = 58

// ranks are the bits of the number.
const ranks = (1<<(64-RankShift) - 1) << RankShift

// Join returns the union of two sets of signals with the larger of their numbers.
func Join(a, b uint64) uint64 { return (a|b)&^ranks | max(a, b)&ranks }

// Entry is a transition that depends on more than the last two bytes: the state
// that it belongs to and the next state.
type Entry [2]uint16

// Scan returns the signals of all words in the text, joined. It takes time linear in
// the length of the text.
func (t *Table) Scan(text string) uint64 {
	entries, pairs, outputs := t.Entries, t.Pairs, t.Output // in registers, for the loop
	state, last := t.Start, int(t.StartClass)
	found := t.Outputs[outputs[state]]
	for i := range len(text) {
		class := int(t.Class[text[i]])
		if e := entries[int(state)+class]; e[0] == state {
			state = e[1]
		} else {
			state = pairs[last*t.Classes+class]
		}
		last = class
		if output := outputs[state]; output != 0 {
			found = Join(found, t.Outputs[output])
		}
	}
	state = t.step(state, last, int(t.EndClass))
	return Join(found, t.Outputs[outputs[state]])
}

func (t *Table) step(state uint16, last, class int) uint16 {
	if e := t.Entries[int(state)+class]; e[0] == state {
		return e[1]
	}
	return t.Pairs[last*t.Classes+class]
}
