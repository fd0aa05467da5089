package routing

// maxFact is the length in bytes up to which a fact is compared without
// allocating. Names of cities are shorter.
const maxFact = 200

// factWords are the words that a table compares with one fact of a visit, such
// as its city.
type factWords struct {
	section
	of      func(*Visit) string
	numbers map[string]int32 // of folded words; "" stands for an unknown fact
}

// factWords returns the words for a condition.
func (x *index) factWords(condition string, of func(*Visit) string) *factWords {
	words := x.facts[condition]
	if words == nil {
		words = &factWords{of: of, numbers: map[string]int32{}}
		words.section = x.section(words.find)
		if x.facts == nil {
			x.facts = map[string]*factWords{}
		}
		x.facts[condition] = words
	}
	return words
}

// number returns the number of a folded word.
func (w *factWords) number(word string) int32 {
	number, known := w.numbers[word]
	if !known {
		number = w.index.number()
		w.numbers[word] = number
	}
	return number
}

// find adds the word that the fact is.
func (w *factWords) find(v *Visit) {
	var room [maxFact]byte
	if number, known := w.numbers[string(appendFolded(room[:0], w.of(v)))]; known {
		v.finds.add(number)
	}
}
