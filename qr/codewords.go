package qr

// functionPattern reports whether a module carries no data: finder, timing and
// alignment patterns, format and version information (ISO/IEC 18004).
func functionPattern(version, row, col int) bool {
	n := 17 + 4*version
	low, high := min(row, col), max(row, col)
	switch {
	case row < 9 && col < 9, low < 9 && high >= n-8: // finders with format information
		return true
	case row == 6 || col == 6:
		return true
	case version >= 7 && low < 6 && high >= n-11: // version information
		return true
	}
	return alignment(version, row, col)
}

// alignment reports whether a module belongs to an alignment pattern.
func alignment(version, row, col int) bool {
	over := alignmentOverFinder(17+4*version, row, col)
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

// alignmentOverFinder reports the three corners where an alignment pattern
// would lie on a finder pattern and is left out.
func alignmentOverFinder(n, row, col int) bool {
	near := func(at int) bool { return at < 9 }
	far := func(at int) bool { return at >= n-9 }
	return near(row) && near(col) || near(row) && far(col) || far(row) && near(col)
}

// alignmentCentres are the rows, and columns, of the alignment patterns: 6, the
// seventh from the end, and as even as possible between, in even steps.
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

// codewordMap gives each module the number of its codeword in the interleaved
// sequence, or -1, and the number of codewords. Modules are filled in pairs of
// columns from the right, alternately up and down, skipping column 6.
func codewordMap(version int) (of []int, codewords int) {
	n := 17 + 4*version
	of = make([]int, n*n)
	for i := range of {
		of[i] = -1
	}
	bits := 0
	for right := n - 1; right >= 1; right -= 2 {
		if right == 6 {
			right = 5
		}
		upward := (right+1)&2 == 0
		for i := range n {
			row := i
			if upward {
				row = n - 1 - i
			}
			for col := right; col > right-2; col-- {
				if !functionPattern(version, row, col) {
					of[row*n+col] = bits / 8
					bits++
				}
			}
		}
	}
	return dropRemainder(of, bits/8), bits / 8
}

// dropRemainder takes out the last few modules, which fill no codeword.
func dropRemainder(of []int, codewords int) []int {
	for i, codeword := range of {
		if codeword >= codewords {
			of[i] = -1
		}
	}
	return of
}
