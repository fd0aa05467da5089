package clicklog

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Limits for the words of one generation. Further texts are stored in the chunks.
const (
	MaxWords     = 50_000
	maxWordBytes = 8 << 20
	// MaxText is the length in bytes to which texts of a visit are cut.
	MaxText = 512
)

// Words is the dictionary of one generation, which is the UTC day of a flush. Texts
// are only added. Ids begin with 1.
type Words struct {
	Generation uint32 // UTC day
	ids        map[string]uint32
	List       []string // the text of id i is List[i-1]
	bytes      int
	stored     int // number of words that are stored or about to be
}

// NewWords returns an empty dictionary for a UTC day.
func NewWords(generation uint32) *Words {
	return &Words{Generation: generation, ids: make(map[string]uint32)}
}

// ID returns the id of a text. It adds a new text if there is room, else it returns
// 0.
func (w *Words) ID(text string) uint32 {
	if id := w.ids[text]; id != 0 {
		return id
	}
	if len(w.List) >= MaxWords || w.bytes+len(text) > maxWordBytes {
		return 0
	}
	w.add(strings.Clone(text)) // text may be part of a long string
	return uint32(len(w.List))
}

// Clean returns a text cut and made valid like the function Clean, and its id. Words are
// clean, so it looks for the text first.
func (w *Words) Clean(text string) (clean string, id uint32) {
	if id := w.ids[text]; id != 0 {
		return w.List[id-1], id
	}
	clean = Clean(text)
	return clean, w.ID(clean)
}

func (w *Words) add(text string) {
	w.List = append(w.List, text)
	w.bytes += len(text)
	w.ids[text] = uint32(len(w.List))
}

// Fresh returns the rows of the words that were added since the last call.
func (w *Words) Fresh() (rows []analytics.Row) {
	for ; w.stored < len(w.List); w.stored++ {
		rows = append(rows, analytics.Row{
			Key:   wire.PairKey(w.Generation, uint32(w.stored+1)),
			Value: wire.Seal(append(wire.NewValue(nil), w.List[w.stored]...)),
		})
	}
	return rows
}

// LoadWords reads all words of a generation. It calls damaged for those that are damaged
// or missing. These are empty and get no new clicks; what they were is lost.
func LoadWords(tx analytics.Tx, generation uint32, damaged func(error)) (*Words, error) {
	w := NewWords(generation)
	return w, w.LoadMore(tx, damaged)
}

// LoadMore adds the words that were stored since the others were loaded, like [LoadWords].
func (w *Words) LoadMore(tx analytics.Tx, damaged func(error)) error {
	from := wire.PairKey(w.Generation, uint32(len(w.List)+1))
	for row, err := range wire.PastDamage(tx).Scan(analytics.TableWords, from, wire.PairKey(w.Generation+1, 0)) {
		if err != nil {
			return err
		}
		if err := w.load(row); err != nil {
			damaged(wire.InRow(err, analytics.TableWords, row.Key))
		}
	}
	w.stored = len(w.List)
	return nil
}

// load adds a stored word.
func (w *Words) load(row analytics.Row) error {
	if err := wire.CheckKey(row.Key, 8); err != nil {
		return err
	}
	id := int(wire.Order.Uint32(row.Key[4:]))
	if id <= len(w.List) || id > MaxWords {
		return fmt.Errorf("%w: there is no such word", analytics.ErrDamaged)
	}
	missing := id - 1 - len(w.List)
	w.List = append(w.List, make([]string, missing)...)
	text, err := wire.Unseal(row.Value)
	if err != nil {
		w.List = append(w.List, "")
		return err
	}
	w.add(string(text))
	if missing > 0 {
		err = fmt.Errorf("%w: the word before it is missing", analytics.ErrDamaged)
	}
	return err
}

// Clean cuts a text to at most MaxText bytes and makes it valid UTF-8.
func Clean(text string) string {
	if len(text) > MaxText {
		end := MaxText
		for end > MaxText-utf8.UTFMax && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	if utf8.ValidString(text) {
		return text
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) > MaxText {
		return Clean(text)
	}
	return text
}
