package analytics

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Bounds of the words of one generation. What goes beyond stands in the chunks
// themselves.
const (
	maxWords     = 50_000
	maxWordBytes = 8 << 20
	// maxText is the length in bytes to which texts of visitors are cut.
	maxText = 512
)

// words are the texts of one generation, which is the UTC day of a flush: a
// dictionary that only grows. Ids count from 1.
type words struct {
	generation uint32
	ids        map[string]uint32
	list       []string // by id, less one
	bytes      int
	stored     int // how many of list are in the store or on the way to it
}

func newWords(generation uint32) *words {
	return &words{generation: generation, ids: make(map[string]uint32)}
}

// id returns the id of a text and adds it when there is room, or returns 0.
func (w *words) id(text string) uint32 {
	if id := w.ids[text]; id != 0 {
		return id
	}
	if len(w.list) >= maxWords || w.bytes+len(text) > maxWordBytes {
		return 0
	}
	w.add(strings.Clone(text)) // text may be a part of something long
	return uint32(len(w.list))
}

func (w *words) add(text string) {
	w.list = append(w.list, text)
	w.bytes += len(text)
	w.ids[text] = uint32(len(w.list))
}

// fresh returns the rows of the words that were added since the last call.
func (w *words) fresh() (rows []Row) {
	for ; w.stored < len(w.list); w.stored++ {
		rows = append(rows, Row{
			Key:   pairKey(w.generation, uint32(w.stored+1)),
			Value: seal(append(newValue(nil), w.list[w.stored]...)),
		})
	}
	return rows
}

// loadWords reads a generation.
func loadWords(tx Tx, generation uint32) (*words, error) {
	w := newWords(generation)
	for row, err := range tx.Scan(TableWords, pairKey(generation, 0), pairKey(generation+1, 0)) {
		if err != nil {
			return nil, err
		}
		text, err := unseal(row.Value)
		if err == nil && string(row.Key) != string(pairKey(generation, uint32(len(w.list)+1))) {
			err = fmt.Errorf("%w: the word before it is missing", ErrDamaged)
		}
		if err != nil {
			return nil, inRow(err, TableWords, row.Key)
		}
		w.add(string(text))
	}
	w.stored = len(w.list)
	return w, nil
}

// clean cuts a text to a length that is kept, and makes it valid UTF-8.
func clean(text string) string {
	if len(text) > maxText {
		end := maxText
		for end > maxText-utf8.UTFMax && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	if utf8.ValidString(text) {
		return text
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) > maxText {
		return clean(text)
	}
	return text
}
