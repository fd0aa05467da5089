package clicklog

import (
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
)

func TestACacheHasTheWordsThatWereAdded(t *testing.T) {
	c := NewWordCache()
	c.add(1, map[uint32]string{1: "one", 2: "two"})
	before := c.of(1)
	c.add(1, map[uint32]string{3: "three"})
	c.add(2, map[uint32]string{1: "uno"})
	for generation, want := range map[uint32]map[uint32]string{
		1: {1: "one", 2: "two", 3: "three"},
		2: {1: "uno"},
		3: nil,
	} {
		if got := c.of(generation); !maps.Equal(got, want) {
			t.Errorf("generation %d has %v", generation, got)
		}
	}
	if len(before) != 2 {
		t.Errorf("words that a reader has were changed to %v", before)
	}
}

func TestACacheDropsTheGenerationsThatWereNotUsedForLongest(t *testing.T) {
	c, text := NewWordCache(), strings.Repeat("x", 100)
	c.limit = 10 * (100 + cachedWordSize)
	for generation := range uint32(10) {
		c.add(generation, map[uint32]string{1: text})
	}
	c.of(0)
	c.add(10, map[uint32]string{1: text, 2: text})
	for generation := range uint32(11) {
		if dropped := generation == 1 || generation == 2; (c.of(generation) == nil) != dropped {
			t.Errorf("generation %d has %d words", generation, len(c.of(generation)))
		}
	}
	c.Forget(11)
	if c.size != 0 || len(c.generations) != 0 {
		t.Errorf("%d bytes of %d generations are left", c.size, len(c.generations))
	}
}

func TestAWordThatIsTooLongForTheCacheIsNotKept(t *testing.T) {
	c := NewWordCache()
	c.limit = 100
	c.add(1, map[uint32]string{1: strings.Repeat("x", 200)})
	if c.of(1) != nil || c.size != 0 {
		t.Errorf("%d bytes are kept", c.size)
	}
}

func TestACacheIsSafeForConcurrentUse(t *testing.T) {
	c := NewWordCache()
	c.limit = 50 * cachedWordSize
	var running sync.WaitGroup
	for n := range 4 {
		running.Go(func() {
			for i := range uint32(500) {
				c.add(i%7, map[uint32]string{i: fmt.Sprint(i)})
				for id, text := range c.of(i % 5) {
					if text != fmt.Sprint(id) {
						t.Errorf("word %d is %q", id, text)
					}
				}
				if n == 0 {
					c.Forget(i % 3)
				}
			}
		})
	}
	running.Wait()
}
