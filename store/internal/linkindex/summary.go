package linkindex

import (
	"iter"
	"math/bits"
)

// summary has a bit for the hash of each three bytes in a row in the texts of a segment.
// So it shows of most texts that are searched for that they are not there. Its length is a
// power of two.
type summary []byte

// The lengths of a summary.
const (
	minSummary = 8
	maxSummary = 2048
)

// summaryOf returns the summary of texts. It is halved while no more than every eighth bit
// is set.
func summaryOf(texts [][]byte) summary {
	s := make(summary, maxSummary)
	for _, text := range texts {
		for h := range hashes(text) {
			s[h/8%maxSummary] |= 1 << (h % 8)
		}
	}
	for len(s) > minSummary && s.ones() <= len(s) {
		half := len(s) / 2
		for i, b := range s[half:] {
			s[i] |= b
		}
		s = s[:half]
	}
	return s
}

// ones returns the number of bits that are set.
func (s summary) ones() (n int) {
	for _, b := range s {
		n += bits.OnesCount8(b)
	}
	return n
}

// hasAll reports whether all bits of some hashes are set.
func (s summary) hasAll(hashes []uint32) bool {
	last := uint32(len(s) - 1)
	for _, h := range hashes {
		if s[h/8&last]&(1<<(h%8)) == 0 {
			return false
		}
	}
	return true
}

// hashes yields the hash of each three bytes in a row of a text.
func hashes(text []byte) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		var last uint64 // bytes
		for i, run := 0, 0; i < len(text); i++ {
			if text[i] >= middle {
				run = 0
				continue
			}
			last = (last<<8 | uint64(text[i])) & 0xffffff
			if run++; run >= 3 && !yield(uint32(last*0x9e3779b97f4a7c15>>40)) {
				return
			}
		}
	}
}
