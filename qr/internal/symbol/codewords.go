package symbol

// CodewordMap returns, for each module, the number of its codeword in the
// interleaved sequence, or -1, and the number of codewords. Modules are filled in
// pairs of columns from the right, alternately up and down. Column 6 is skipped.
func CodewordMap(version int) (of []int, codewords int) {
	n := Size(version)
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

// dropRemainder unmaps the last few modules, which do not fill a codeword.
func dropRemainder(of []int, codewords int) []int {
	for i, codeword := range of {
		if codeword >= codewords {
			of[i] = -1
		}
	}
	return of
}
