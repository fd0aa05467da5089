package clicklog

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// WordLoader reads single words and remembers them.
type WordLoader struct {
	Tx    analytics.Tx // read from
	words map[uint64]string
	ahead wire.RowsAhead
	refs  []uint32 // of one text

	// cache has words that were read before; nil for none. Then words has only those of
	// a generation that cached, which the cache has of it, has not.
	cache      *WordCache
	generation uint32
	cached     map[uint32]string
}

// known returns a word that need not be read.
func (l *WordLoader) known(generation, id uint32) (text string, ok bool) {
	if l.cache != nil {
		if generation != l.generation {
			l.share()
			l.generation, l.cached = generation, l.cache.of(generation)
		}
		if text, ok = l.cached[id]; ok {
			return text, true
		}
	}
	text, ok = l.words[wire.PairOf(generation, id)]
	return text, ok
}

// share adds the words that were read to the cache.
func (l *WordLoader) share() {
	if l.cache == nil || len(l.words) == 0 {
		return
	}
	fresh := make(map[uint32]string, len(l.words))
	for name, text := range l.words {
		fresh[uint32(name)] = text
	}
	l.cache.add(l.generation, fresh)
	clear(l.words)
	l.cached = l.cache.of(l.generation)
}

// word returns a word of a chunk's generation. If it has to be read, the words of all
// wanted groups of the chunk are read together.
func (l *WordLoader) word(c *Chunk, id uint32) (string, error) {
	if text, ok := l.known(c.Generation, id); ok {
		return text, nil
	}
	if err := l.load(c); err != nil {
		return "", err
	}
	if text, ok := l.known(c.Generation, id); ok {
		return text, nil
	}
	return l.get(c.Generation, id)
}

// get reads a word.
func (l *WordLoader) get(generation, id uint32) (string, error) {
	name := wire.PairOf(generation, id)
	payload, err := wire.MustGet(l.Tx, analytics.TableWords, wire.KeyOf(name))
	if err != nil {
		return "", err
	}
	l.know(name, payload)
	return l.words[name], nil
}

// Word returns the word of a generation to which a reference refers; "" for 0.
func (l *WordLoader) Word(generation, ref uint32) (string, error) {
	if ref == 0 {
		return "", nil
	}
	if text, ok := l.known(generation, ref>>1); ok {
		return text, nil
	}
	return l.get(generation, ref>>1)
}

func (l *WordLoader) know(name uint64, payload []byte) {
	if l.words == nil {
		l.words = make(map[uint64]string)
	}
	l.words[name] = string(payload)
}

// load reads the words of a chunk's wanted groups. It skips what cannot be read; word
// returns the error.
func (l *WordLoader) load(c *Chunk) error {
	l.ahead.Reset()
	for g, err := range c.All() {
		if err != nil {
			break // reading that group returns the error
		}
		if c.wanted(g.Link) {
			l.want(c, &g)
		}
	}
	return l.read()
}

// Load reads those words among references that are not known yet. It skips what cannot be
// read; [Chunk.Text] returns the error.
func (l *WordLoader) Load(generation uint32, refs []uint32) error {
	l.ahead.Reset()
	for _, ref := range refs {
		if ref != 0 && ref&1 == 0 {
			l.unknown(generation, ref>>1)
		}
	}
	return l.read()
}

// unknown adds a word to those to be read unless it is known.
func (l *WordLoader) unknown(generation, id uint32) {
	if _, known := l.known(generation, id); !known {
		l.ahead.Want(wire.PairOf(generation, id))
	}
}

// read reads the wanted words.
func (l *WordLoader) read() error {
	l.ahead.Once(0)
	if err := l.ahead.Read(l.Tx, analytics.TableWords, wire.MaxAhead); err != nil {
		return err
	}
	for i, name := range l.ahead.Pairs {
		if payload, err := wire.Unseal(l.ahead.Values[i]); err == nil {
			l.know(name, payload)
		}
	}
	l.ahead.Reset()
	return nil
}

// want adds the unknown words of a group to those to be read.
func (l *WordLoader) want(c *Chunk, g *Group) {
	for text := range numTexts {
		if !c.records.has(columnText + text) {
			continue
		}
		l.refs = readColumn(l.refs, &c.records, columnText+text, g.Start, g.End)
		for _, ref := range l.refs {
			if ref != 0 && ref&1 == 0 {
				l.unknown(c.Generation, ref>>1)
			}
		}
	}
}
