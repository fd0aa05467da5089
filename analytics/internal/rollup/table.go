package rollup

// Table finds repeated marks. It uses open addressing, which is several times as fast
// here as sorting or a map. Its memory is used again.
type Table struct {
	slots []uint32 // mark + 1; 0 is free
}

// distinct drops repeated marks in place.
func (t *Table) distinct(marks []uint32) []uint32 {
	bits := 1
	for 1<<bits < 2*len(marks) {
		bits++
	}
	slots, kept := t.clear(1<<bits), marks[:0]
	for _, mark := range marks {
		i := (mark + 1) * 0x9e3779b1 >> (32 - bits)
		for slots[i] != 0 && slots[i] != mark+1 {
			i = (i + 1) & (1<<bits - 1)
		}
		if slots[i] == 0 {
			slots[i] = mark + 1
			kept = append(kept, mark)
		}
	}
	return kept
}

// clear returns free slots.
func (t *Table) clear(size int) []uint32 {
	if cap(t.slots) < size {
		t.slots = make([]uint32, size)
	} else {
		t.slots = t.slots[:size]
		clear(t.slots)
	}
	return t.slots
}
