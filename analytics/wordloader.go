package analytics

// wordLoader reads stored words, each once.
type wordLoader struct {
	tx     Tx
	words  map[uint64]string
	ahead  rowsAhead
	record record
}

// word returns a word of a chunk's generation. If it has to be read, those of all
// records of the chunk that are wanted are read with it.
func (l *wordLoader) word(c *chunk, id uint32) (string, error) {
	name := pairOf(c.generation, id)
	if text, ok := l.words[name]; ok {
		return text, nil
	}
	if err := l.load(c); err != nil {
		return "", err
	}
	if text, ok := l.words[name]; ok {
		return text, nil
	}
	payload, err := mustGet(l.tx, TableWords, keyOf(name))
	if err != nil {
		return "", err
	}
	l.know(name, payload)
	return l.words[name], nil
}

func (l *wordLoader) know(name uint64, payload []byte) {
	if l.words == nil {
		l.words = make(map[uint64]string)
	}
	l.words[name] = string(payload)
}

// load reads the words of a chunk. What cannot be read is left to word, which says
// what is wrong.
func (l *wordLoader) load(c *chunk) error {
	l.ahead.reset()
	for g, err := range c.all() {
		if err != nil {
			break // whoever reads that group is told
		}
		if c.wanted(g.link) {
			l.want(c, &g)
		}
	}
	l.ahead.once(0)
	if err := l.ahead.read(l.tx, TableWords, maxAhead); err != nil {
		return err
	}
	for i, name := range l.ahead.pairs {
		if payload, err := unseal(l.ahead.values[i]); err == nil {
			l.know(name, payload)
		}
	}
	l.ahead.reset()
	return nil
}

// want has the words of a group read that are not known.
func (l *wordLoader) want(c *chunk, g *group) {
	records := c.records(g.start, g.end)
	for records.next(&l.record) {
		for _, ref := range l.record.refs {
			if ref == 0 || ref&1 == 1 {
				continue
			}
			name := pairOf(c.generation, ref>>1)
			if _, known := l.words[name]; !known {
				l.ahead.want(name)
			}
		}
	}
}
