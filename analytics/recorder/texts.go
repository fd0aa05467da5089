package recorder

import "unsafe"

// maxSpareTexts is the size above which the memory of texts is not used again.
const maxSpareTexts = 16 << 20

// texts has copies of the texts of a batch. Its memory is used again for another batch
// when this one is written. So whoever keeps a text for longer must clone it.
type texts struct {
	memory []byte
}

// keepAll replaces texts by copies, cut to maxKeptText.
func (t *texts) keepAll(all ...*string) {
	for _, text := range all {
		t.keep(text, maxKeptText)
	}
}

// keep replaces a text by a copy, cut to a length.
func (t *texts) keep(text *string, longest int) {
	size := min(len(*text), longest)
	if size == 0 {
		*text = "" // and no part of the request
		return
	}
	start := len(t.memory)
	t.memory = append(t.memory, (*text)[:size]...)
	// When the memory grows, the texts before stay where they are.
	*text = unsafe.String(&t.memory[start], size)
}

// reused returns texts without any, in the same memory unless that is very large.
func (t *texts) reused() texts {
	if cap(t.memory) > maxSpareTexts {
		return texts{}
	}
	return texts{memory: t.memory[:0]}
}
