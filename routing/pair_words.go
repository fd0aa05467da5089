package routing

// pairWords are the keys and values that a table looks for in one part of a
// visit, such as its cookies.
type pairWords struct {
	section
	keys   []*pairKey
	byName map[string]*pairKey
}

// pairKey is a key with the values that are looked for.
type pairKey struct {
	name    string
	present int32            // the number of the key with any value
	values  map[string]int32 // the numbers of the key with one value
}

// newPairs returns the words for one part of visits. find adds those that are in
// a visit.
func newPairs(x *index, find func(*pairWords, *Visit)) *pairWords {
	words := &pairWords{byName: map[string]*pairKey{}}
	words.section = x.section(func(v *Visit) { find(words, v) })
	return words
}

// test returns the test for a pair.
func (w *pairWords) test(p pair) pairTest {
	key := w.byName[p.key]
	if key == nil {
		key = &pairKey{name: p.key, present: w.index.number()}
		w.byName[p.key] = key
		w.keys = append(w.keys, key)
	}
	if p.any {
		return pairTest{p, &w.section, key.present}
	}
	number, known := key.values[p.value]
	if !known {
		if key.values == nil {
			key.values = map[string]int32{}
		}
		number = w.index.number()
		key.values[p.value] = number
	}
	return pairTest{p, &w.section, number}
}

// add adds the key with a value to the finds of a visit.
func (k *pairKey) add(f *finds, value string) {
	f.add(k.present)
	if number, known := k.values[value]; known {
		f.add(number)
	}
}

// pairTest matches a visit that has a pair.
type pairTest struct {
	pair
	section *section
	number  int32
}

func (t *pairTest) match(v *Visit) bool { return v.find(t.section).has(t.number) }
