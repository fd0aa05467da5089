// Package automaton finds all words of a large list in a text in one pass, in
// the manner of Aho and Corasick ("Efficient string matching: an aid to
// bibliographic search", 1975), with failures resolved beforehand, so that
// every byte costs the same. Its tables are made by package build.
package automaton

// Table is a finite automaton over the classes of bytes, with one class more
// for the start of the text and one for its end. Letters are folded to lower
// case.
//
// Most transitions depend on the last two bytes alone and are kept in Pairs. A
// state has entries only for those that depend on more: entry State+class is
// its own if it says so, and all states' entries are interleaved.
type Table struct {
	Class      [256]uint8 // of a byte; bytes that no word tells apart share one
	Classes    int        // how many there are
	StartClass uint8      // of the start of the text
	EndClass   uint8      // of the end of the text
	Start      uint16     // the state at the start of the text
	Pairs      []uint16   // the state after two classes: first*Classes + second
	Entries    []Entry    // of all states, interleaved
	Output     []uint8    // of a state, an index into Outputs
	Outputs    []uint64   // distinct sets of signals; the first is empty
}

// Entry is a transition that depends on more than the last two bytes: the
// state that it belongs to and the state that it leads to.
type Entry [2]uint16

// Scan returns the union of the signals of all words in the text. Its cost is
// linear in the length of the text, whatever the text.
func (t *Table) Scan(text string) uint64 {
	state, last := t.Start, int(t.StartClass)
	found := t.Outputs[t.Output[state]]
	for i := range len(text) {
		class := int(t.Class[text[i]])
		state = t.step(state, last, class)
		last = class
		if output := t.Output[state]; output != 0 {
			found |= t.Outputs[output]
		}
	}
	state = t.step(state, last, int(t.EndClass))
	return found | t.Outputs[t.Output[state]]
}

func (t *Table) step(state uint16, last, class int) uint16 {
	if e := t.Entries[int(state)+class]; e[0] == state {
		return e[1]
	}
	return t.Pairs[last*t.Classes+class]
}
