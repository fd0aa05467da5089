package tally

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// maxWordRef is the greatest reference to a word.
const maxWordRef = 2 * clicklog.MaxWords

// wordCounts counts clicks by the words of a generation.
type wordCounts struct {
	clicks []uint32 // by the reference
	used   []uint32 // references with clicks
}

// add counts a click with a word. ref is at most maxWordRef.
func (c *wordCounts) add(ref uint32) {
	if int(ref) >= len(c.clicks) {
		c.clicks = slices.Grow(c.clicks, int(ref)+1-len(c.clicks))[:ref+1]
	}
	if c.clicks[ref] == 0 {
		c.used = append(c.used, ref)
	}
	c.clicks[ref]++
}

// name calls fn with the words and their clicks, and begins from zero.
func (c *wordCounts) name(word func(ref uint32) (string, error), fn func(name string, clicks uint64)) error {
	for _, ref := range c.used {
		name, err := word(ref)
		if err != nil {
			return err
		}
		fn(name, uint64(c.clicks[ref]))
		c.clicks[ref] = 0
	}
	c.used = c.used[:0]
	return nil
}
