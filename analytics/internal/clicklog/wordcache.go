package clicklog

import (
	"maps"
	"sync"
)

const (
	// wordCacheSize is the size at which a cache drops words.
	wordCacheSize = 16 << 20
	// cachedWordSize is about what a word takes besides its text.
	cachedWordSize = 48
)

// WordCache keeps words of a lane that were read. A stored word never changes, so they
// stay valid until their generation is removed. The generations that were not used for
// longest are dropped when there are too many words. It is safe for concurrent use.
type WordCache struct {
	mu          sync.Mutex
	generations map[uint32]*cachedWords
	size, limit int    // about, in bytes
	uses        uint64 // calls of of and add
}

// cachedWords are words of a generation.
type cachedWords struct {
	texts map[uint32]string // by id, never changed
	size  int
	used  uint64 // WordCache.uses when they were used last
}

// NewWordCache returns an empty cache.
func NewWordCache() *WordCache {
	return &WordCache{generations: make(map[uint32]*cachedWords), limit: wordCacheSize}
}

// of returns the cached words of a generation by their ids.
func (c *WordCache) of(generation uint32) map[uint32]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	words := c.generations[generation]
	if words == nil {
		return nil
	}
	c.uses++
	words.used = c.uses
	return words.texts
}

// add adds words of a generation.
func (c *WordCache) add(generation uint32, fresh map[uint32]string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	before := c.generations[generation]
	if before == nil {
		before = new(cachedWords)
	}
	c.uses++
	words := &cachedWords{texts: make(map[uint32]string, len(before.texts)+len(fresh)), used: c.uses}
	maps.Copy(words.texts, before.texts)
	maps.Copy(words.texts, fresh)
	for _, text := range words.texts {
		words.size += len(text) + cachedWordSize
	}
	c.generations[generation] = words
	c.size += words.size - before.size
	for c.size > c.limit && len(c.generations) > 0 {
		c.drop(c.oldest())
	}
}

// oldest returns the generation that was not used for longest.
func (c *WordCache) oldest() (oldest uint32) {
	least := c.uses + 1
	for generation, words := range c.generations {
		if words.used < least {
			oldest, least = generation, words.used
		}
	}
	return oldest
}

func (c *WordCache) drop(generation uint32) {
	c.size -= c.generations[generation].size
	delete(c.generations, generation)
}

// Forget drops the words of generations before one, because they are removed.
func (c *WordCache) Forget(before uint32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for generation := range c.generations {
		if generation < before {
			c.drop(generation)
		}
	}
}
