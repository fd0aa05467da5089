package symbol

// Blocks says how the codewords of a symbol are grouped for error correction
// (ISO/IEC 18004, table 9).
type Blocks struct {
	Count      int // of blocks
	correction int // error correction codewords in each block
	reserved   int // of these, kept to detect misreading
	codewords  int // of data and error correction in all blocks
}

// NewBlocks returns the blocks of a symbol with that many codewords.
func NewBlocks(version int, level Level, codewords int) Blocks {
	per, count := blockTable(level)
	return Blocks{
		Count:      int(count[version-1]),
		correction: int(per[version-1]),
		reserved:   misreadReserve(version, level),
		codewords:  codewords,
	}
}

// Recoverable is the number of wrong codewords that one block can restore.
func (b Blocks) Recoverable() int { return (b.correction - b.reserved) / 2 }

// Of returns the block of a codeword, given by its place in the interleaved
// sequence. The data codewords of all blocks come first, in turn; later blocks
// may have one more. The error correction codewords follow, in turn.
func (b Blocks) Of(codeword int) int {
	long := b.codewords % b.Count // blocks with one more codeword
	data := b.codewords/b.Count - b.correction
	switch {
	case codeword < data*b.Count:
		return codeword % b.Count
	case codeword < data*b.Count+long:
		return b.Count - long + codeword - data*b.Count
	}
	return (codeword - data*b.Count - long) % b.Count
}

// misreadReserve returns the misdecode protection of the smallest symbols.
func misreadReserve(version int, level Level) int {
	switch {
	case version == 1 && level == Low:
		return 3
	case version == 1 && level == Medium, version == 2 && level == Low:
		return 2
	case version == 1, version == 3 && level == Low:
		return 1
	}
	return 0
}

// blockTable returns, by version, the error correction codewords per block and
// the number of blocks.
func blockTable(level Level) (per, count [40]uint8) {
	switch level {
	case Low:
		return [40]uint8{7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
			[40]uint8{1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25}
	case Medium:
		return [40]uint8{10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28},
			[40]uint8{1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49}
	case Quartile:
		return [40]uint8{13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
			[40]uint8{1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68}
	}
	return [40]uint8{17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
		[40]uint8{1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81}
}
