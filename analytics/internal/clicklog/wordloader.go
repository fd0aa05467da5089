package clicklog

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// WordLoader reads single words and remembers them.
type WordLoader struct {
	Tx     analytics.Tx // read from
	words  map[uint64]string
	ahead  wire.RowsAhead
	record Record
}

// word returns a word of a chunk's generation. If it has to be read, the words of all
// wanted groups of the chunk are read together.
func (l *WordLoader) word(c *Chunk, id uint32) (string, error) {
	name := wire.PairOf(c.Generation, id)
	if text, ok := l.words[name]; ok {
		return text, nil
	}
	if err := l.load(c); err != nil {
		return "", err
	}
	if text, ok := l.words[name]; ok {
		return text, nil
	}
	payload, err := wire.MustGet(l.Tx, analytics.TableWords, wire.KeyOf(name))
	if err != nil {
		return "", err
	}
	l.know(name, payload)
	return l.words[name], nil
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
			l.unknown(wire.PairOf(generation, ref>>1))
		}
	}
	return l.read()
}

// unknown adds a word to those to be read unless it is known.
func (l *WordLoader) unknown(name uint64) {
	if _, known := l.words[name]; !known {
		l.ahead.Want(name)
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
	records := c.Records(g.Start, g.End)
	for records.Next(&l.record) {
		for _, ref := range l.record.Refs {
			if ref == 0 || ref&1 == 1 {
				continue
			}
			l.unknown(wire.PairOf(c.Generation, ref>>1))
		}
	}
}
