package symbol

// functionPattern reports whether a module carries no data: it belongs to a
// finder, timing or alignment pattern or to format or version information.
func functionPattern(version, row, col int) bool {
	n := Size(version)
	low, high := min(row, col), max(row, col)
	switch {
	case row < 9 && col < 9, low < 9 && high >= n-8: // finders with format information
		return true
	case row == 6 || col == 6:
		return true
	case version >= 7 && low < 6 && high >= n-11: // version information
		return true
	}
	return Alignment(version, row, col)
}

// Finder reports whether a module belongs to the dark part of one of the three
// finder patterns of a symbol with n modules per side.
func Finder(n, row, col int) bool {
	return finderPart(row, col) || finderPart(row-n+7, col) || finderPart(row, col-n+7)
}

func finderPart(row, col int) bool { return FinderRing(row, col) || finderCentre(row, col) }

// FinderRing reports whether a module of a finder pattern belongs to its ring.
func FinderRing(row, col int) bool {
	inside := row >= 0 && row < 7 && col >= 0 && col < 7
	return inside && (row == 0 || row == 6 || col == 0 || col == 6)
}

func finderCentre(row, col int) bool {
	return row >= 2 && row <= 4 && col >= 2 && col <= 4
}

// Alignment reports whether a module belongs to an alignment pattern.
func Alignment(version, row, col int) bool {
	over := alignmentOverFinder(Size(version), row, col)
	return !over && nearAlignment(version, row) && nearAlignment(version, col)
}

// nearAlignment reports whether a row or column lies within 2 of the centre of
// an alignment pattern.
func nearAlignment(version, at int) bool {
	for _, centre := range alignmentCentres(version) {
		if at >= centre-2 && at <= centre+2 {
			return true
		}
	}
	return false
}

// alignmentOverFinder reports whether a module lies in one of the three corners
// where a finder pattern takes the place of an alignment pattern.
func alignmentOverFinder(n, row, col int) bool {
	near := func(at int) bool { return at < 9 }
	far := func(at int) bool { return at >= n-9 }
	return near(row) && near(col) || near(row) && far(col) || far(row) && near(col)
}

// alignmentCentres returns the rows, which are also the columns, of the centres
// of alignment patterns: 6, the seventh from the end, and others evenly spaced
// between them. The steps are even numbers.
func alignmentCentres(version int) []int {
	if version == 1 {
		return nil
	}
	count := version/7 + 2
	last := 10 + 4*version
	step := (version*4 + count*2 + 1) / (2*count - 2) * 2
	if version == 32 {
		step = 26
	}
	centres := make([]int, count)
	centres[0] = 6
	for i := 1; i < count; i++ {
		centres[i] = last - (count-1-i)*step
	}
	return centres
}
