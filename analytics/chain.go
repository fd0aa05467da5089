package analytics

import "fmt"

// chain follows a link's clicks through the log: each group says how many
// blocks before it the link was last clicked.
type chain struct {
	tx    Tx
	words wordLoader
	plans planLoader
	link  uint32 // that is being read
}

// wants implements [linkReader].
func (c *chain) wants(low, high uint32) bool { return low <= c.link && c.link <= high }

// newChain returns a chain for a link whose tail, taken before the transaction,
// has the plans that are not stored yet.
func newChain(tx Tx, tail []pendingGroup) *chain {
	c := &chain{tx: tx, words: wordLoader{tx: tx}, plans: planLoader{tx: tx}}
	for i := range tail {
		c.plans.know(tail[i].plan)
	}
	return c
}

// chainGroup is a group of one link, valid as long as the transaction.
type chainGroup struct {
	group
	chunk *chunk
	plan  *Plan
}

// groups returns the groups of a link in a block, in the order of the log, and
// how many blocks back its clicks go on; 0 for the end. A block that was
// removed has no groups.
func (c *chain) groups(link uint32, block uint64) (groups []chainGroup, back uint64, err error) {
	c.link = link
	for row, err := range c.tx.Scan(TableLog, logKey(block, link, 0), logKey(block+1, 0, 0)) {
		if err != nil {
			return nil, 0, err
		}
		chunk, err := chunkOf(row)
		if err == nil && chunk != nil {
			groups, err = c.pick(groups, chunk, link)
		}
		if err != nil {
			return nil, 0, inRow(err, TableLog, row.Key)
		}
		if _, last, _ := splitLogKey(row.Key); last > link {
			break
		}
	}
	if len(groups) == 0 {
		return nil, 0, c.removed(link, block)
	}
	return groups, groups[0].back, nil
}

// pick appends the link's groups of a chunk.
func (c *chain) pick(groups []chainGroup, chunk *chunk, link uint32) ([]chainGroup, error) {
	chunk.loader, chunk.reader = &c.words, c
	for g, err := range chunk.all() {
		if err != nil || g.link > link {
			return groups, err
		}
		if g.link != link {
			continue
		}
		if g.back > chunk.block {
			return nil, fmt.Errorf("%w: a group points before the log", ErrDamaged)
		}
		plan, err := c.plans.planOf(chunk, &g)
		if err != nil {
			return nil, err
		}
		groups = append(groups, chainGroup{group: g, chunk: chunk, plan: plan})
	}
	return groups, nil
}

// removed returns an error unless the block is beyond retention, or the link's
// clicks are being erased.
func (c *chain) removed(link uint32, block uint64) error {
	gone, err := loadRemoved(c.tx)
	if err != nil || block <= gone.block {
		return err
	}
	erased, err := loadErasure(c.tx, link)
	if err != nil || block <= erased {
		return err
	}
	return missingClicks(link, block)
}

// missingClicks says that a block has not the clicks of a link that it should
// have.
func missingClicks(link uint32, block uint64) error {
	return fmt.Errorf("log block %d: %w: the clicks of link %d are missing", block, ErrDamaged, link)
}
