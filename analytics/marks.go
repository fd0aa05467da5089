package analytics

import "encoding/binary"

// mark says how far a slice is folded. A fold that would take long is done in
// parts, in the order of the links.
type mark struct {
	// done is the block up to which every link is folded.
	done uint64
	// target is the block up to which the links below next are folded.
	target uint64
	// next is the link with which a fold goes on; 0 when none is under way.
	next uint32
}

// of returns the block up to which a link is folded.
func (m mark) of(link uint32) uint64 {
	if link < m.next {
		return m.target
	}
	return m.done
}

// marks are those of all slices.
type marks [numSlices]mark

// of returns the block up to which a link is folded.
func (m *marks) of(link uint32) uint64 { return m[sliceOf(link)].of(link) }

// put stores the marks, each in three varints: done, target less done, next.
func (m *marks) put(tx Tx) error {
	value := newValue(nil)
	for _, mark := range m {
		value = binary.AppendUvarint(value, mark.done)
		value = binary.AppendUvarint(value, mark.target-mark.done)
		value = binary.AppendUvarint(value, uint64(mark.next))
	}
	return tx.Put(TableMeta, []byte(metaMarks), seal(value))
}

// loadMarks reads the marks; zeros when nothing was ever folded.
func loadMarks(tx Tx) (m marks, err error) {
	payload, err := get(tx, TableMeta, []byte(metaMarks))
	if err != nil || payload == nil {
		return m, err
	}
	r := reader{data: payload}
	for i := range m {
		done := r.uvarint()
		m[i] = mark{done: done, target: done + r.uvarint(), next: r.uint32()}
	}
	return m, inRow(r.end(), TableMeta, []byte(metaMarks))
}

// lowest returns the block up to which everything is folded.
func (m *marks) lowest() uint64 {
	lowest := m[0].done
	for _, mark := range m {
		lowest = min(lowest, mark.done)
	}
	return lowest
}
