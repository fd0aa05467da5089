package linkindex

import (
	"encoding/binary"
	"iter"
	"maps"
	"slices"
)

// term is a term with the bits of the links that have it.
type term struct {
	text  []byte
	links uint64
}

// maxTermExtra is the most bytes of a term besides its text.
const maxTermExtra = binary.MaxVarintLen64 + 2

// appendTerms appends terms to data, in order.
func appendTerms(data []byte, terms map[string]uint64) []byte {
	for _, text := range slices.Sorted(maps.Keys(terms)) {
		data = append(binary.AppendUvarint(data, uint64(len(text))), text...)
		data = binary.AppendUvarint(data, terms[text])
	}
	return data
}

// dictionary yields the terms of a row. An error is the last.
func (r row) dictionary() iter.Seq2[term, error] {
	return func(yield func(term, error) bool) {
		for data := r.terms; len(data) > 0; {
			text, rest, ok := cut(data)
			links, n := binary.Uvarint(rest)
			if !ok || n <= 0 || links&^r.slots != 0 {
				yield(term{}, damaged("a term has no links"))
				return
			}
			if !yield(term{text, links}, nil) {
				return
			}
			data = rest[n:]
		}
	}
}
