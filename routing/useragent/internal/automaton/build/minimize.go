package build

import "encoding/binary"

// minimize merges states with the same future, such as those before the last
// letters of all words that end in "bot". It refines a partition until it is
// stable (Moore's algorithm).
func (m *machine) minimize() {
	block := make([]int, len(m.states)) // of a state
	for blocks := 0; ; {
		next, n := m.refine(block)
		block = next
		if n == blocks {
			m.merge(block, n)
			return
		}
		blocks = n
	}
}

// refine splits blocks by the signals of their states and the blocks of the
// following states, and returns the number of blocks.
func (m *machine) refine(block []int) ([]int, int) {
	refined := make([]int, len(block))
	byKey := map[string]int{}
	for i, s := range m.states {
		key := binary.AppendUvarint(nil, s.signals)
		key = binary.AppendUvarint(key, uint64(block[i]))
		for _, next := range s.next {
			key = binary.AppendUvarint(key, uint64(block[next]))
		}
		b, ok := byKey[string(key)]
		if !ok {
			b = len(byKey)
			byKey[string(key)] = b
		}
		refined[i] = b
	}
	return refined, len(byKey)
}

// merge makes one state of each block. Blocks are numbered by their first states,
// so the first state stays the first.
func (m *machine) merge(block []int, blocks int) {
	merged := make([]state, blocks)
	for i, s := range m.states {
		t := &merged[block[i]]
		if t.next == nil {
			*t = state{signals: s.signals, next: make([]int, len(s.next)), last: map[int]bool{}}
			for class, next := range s.next {
				t.next[class] = block[next]
			}
		}
		for class := range s.last {
			t.last[class] = true
		}
	}
	m.states = merged
}
