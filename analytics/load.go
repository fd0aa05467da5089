package analytics

import "fmt"

// load reads where the log ends, the newest block of every link, and what is
// not folded yet.
func (r *Recorder) load(tx Tx) (err error) {
	var generation uint32
	if r.block, generation, err = loadPosition(tx); err != nil {
		return err
	}
	if r.marks, err = loadMarks(tx); err != nil {
		return err
	}
	if r.heads, err = loadHeads(tx); err != nil {
		return err
	}
	if r.builder.key, err = loadVisitorKey(tx); err != nil {
		return err
	}
	if r.builder.words, err = loadWords(tx, generation); err != nil {
		return err
	}
	return r.replay(tx)
}

// replay makes the groups pending that stand in the log after their slice's
// mark.
func (r *Recorder) replay(tx Tx) error {
	r.pending = pending{}
	plans := planLoader{tx: tx}
	generations := map[uint32]*words{r.builder.words.generation: r.builder.words}
	for row, err := range tx.Scan(TableLog, logKey(r.marks.lowest()+1, 0, 0), nil) {
		if err != nil {
			return err
		}
		c, err := chunkOf(row)
		if err == nil && c != nil {
			err = r.replayChunk(c, &plans, generations)
		}
		if err != nil {
			return inRow(err, TableLog, row.Key)
		}
	}
	return nil
}

// chunkOf decodes a row of the log; nil when it holds a block's gaps.
func chunkOf(row Row) (*chunk, error) {
	block, link, err := splitLogKey(row.Key)
	if err != nil || link == noLink {
		return nil, err
	}
	payload, err := unseal(row.Value)
	if err != nil {
		return nil, err
	}
	return decodeChunk(block, payload)
}

func (r *Recorder) replayChunk(c *chunk, plans *planLoader, generations map[uint32]*words) error {
	if c.block > r.block {
		return fmt.Errorf("%w: the log ends with block %d", ErrDamaged, r.block)
	}
	c.groups = append([]byte(nil), c.groups...) // the row is valid in tx only
	for g, err := range c.all() {
		if err != nil {
			return err
		}
		if c.block <= r.marks[sliceOf(g.link)] {
			continue
		}
		if err := r.useWords(c, plans.tx, generations); err != nil {
			return err
		}
		plan, err := plans.plan(g.link, g.revision)
		if err != nil {
			return err
		}
		r.heads.set(g.link, c.block)
		r.pending.add([]pendingGroup{{
			chunk: c, plan: plan, link: g.link, start: g.start, end: g.end, count: g.count,
		}})
	}
	return nil
}

// useWords gives a chunk the words of its generation.
func (r *Recorder) useWords(c *chunk, tx Tx, generations map[uint32]*words) error {
	if generations[c.generation] == nil {
		w, err := loadWords(tx, c.generation)
		if err != nil {
			return err
		}
		generations[c.generation] = w
	}
	c.words = generations[c.generation].list
	return nil
}
