package analytics

import "encoding/binary"

// marks say up to which block each slice is folded.
type marks [numSlices]uint64

// put stores the marks, a varint each.
func (m *marks) put(tx Tx) error {
	value := newValue(nil)
	for _, block := range m {
		value = binary.AppendUvarint(value, block)
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
		m[i] = r.uvarint()
	}
	return m, inRow(r.end(), TableMeta, []byte(metaMarks))
}

// lowest returns the block up to which everything is folded.
func (m *marks) lowest() uint64 {
	lowest := m[0]
	for _, block := range m {
		lowest = min(lowest, block)
	}
	return lowest
}
