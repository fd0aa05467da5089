package build

import "errors"

var errBoundary = errors.New(`\b between characters that may or may not be of a word`)

// resolve replaces every \b by its condition on its neighbours. At an end of a
// sequence it becomes an element: the symbol outside.
func resolve(seq sequence) (sequence, error) {
	var out sequence
	for i, element := range seq {
		if element != boundary {
			out = append(out, element)
			continue
		}
		switch {
		case i == 0 && len(seq) > 1:
			beyond, err := opposite(seq[1])
			if err != nil {
				return nil, err
			}
			out = append(out, beyond)
		case i == len(seq)-1 && i > 0:
			beyond, err := opposite(seq[i-1])
			if err != nil {
				return nil, err
			}
			out = append(out, beyond)
		default:
			if err := differ(seq, i); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// opposite returns the symbols allowed on the other side of a boundary.
func opposite(element set) (set, error) {
	switch {
	case element.within(wordBytes()):
		return otherSymbols(), nil
	case element.within(otherSymbols()):
		return wordBytes(), nil
	default:
		return set{}, errBoundary
	}
}

// differ checks a boundary inside a sequence, where it needs no element.
func differ(seq sequence, i int) error {
	if i == 0 || i == len(seq)-1 {
		return errBoundary
	}
	before, err := opposite(seq[i-1])
	if err != nil {
		return err
	}
	if !seq[i+1].within(before) {
		return errBoundary
	}
	return nil
}
