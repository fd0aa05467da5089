package build

// classes groups the symbols that occur in the same elements of words.
type classes struct {
	of      [symbols]int
	samples []int // one symbol of each class
}

// classify finds the classes. Two symbols are in one class if the same distinct
// elements contain them.
func classify(words []word) classes {
	var elements []set
	seen := map[set]bool{}
	for _, w := range words {
		for _, element := range w.sequence {
			if !seen[element] {
				seen[element] = true
				elements = append(elements, element)
			}
		}
	}
	var c classes
	bySignature := map[string]int{}
	for symbol := range symbols {
		signature := make([]byte, len(elements))
		for i, element := range elements {
			if element.has(fold(symbol)) {
				signature[i] = 1
			}
		}
		class, ok := bySignature[string(signature)]
		if !ok {
			class = len(c.samples)
			bySignature[string(signature)] = class
			c.samples = append(c.samples, fold(symbol))
		}
		c.of[symbol] = class
	}
	return c
}

func fold(symbol int) int {
	if isCapital(symbol) {
		return symbol + 'a' - 'A'
	}
	return symbol
}
