package clicklog

import (
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// LinkChain follows a link's clicks back through the log: each group says how many
// blocks before it the link was last clicked.
type LinkChain struct {
	Tx    analytics.Tx // read from
	words WordLoader
	Plans PlanLoader // of the groups
	link  uint32     // the link that is read
	scan  *chainScan // nil unless set by Scan
}

// Wants implements [linkReader].
func (c *LinkChain) Wants(low, high uint32) bool { return low <= c.link && c.link <= high }

// NewLinkChain returns a chain that reads from tx. tail has the link's pending
// groups from before the transaction: their plans may not be stored yet.
func NewLinkChain(tx analytics.Tx, tail []PendingGroup) *LinkChain {
	c := &LinkChain{Tx: tx, words: WordLoader{Tx: tx}, Plans: PlanLoader{Tx: tx}}
	for i := range tail {
		c.Plans.Know(tail[i].Plan)
	}
	return c
}

// ChainGroup is a group with what is needed to read its clicks. It is valid during
// the transaction.
type ChainGroup struct {
	Group
	Chunk *Chunk          // that has the group
	Plan  *analytics.Plan // of its clicks
}

// Groups returns the groups of a link in a block, in the order of the log. back is
// the number of blocks to go back to the link's previous clicks, 0 at the end. A
// removed block has no groups.
func (c *LinkChain) Groups(link uint32, block uint64) (groups []ChainGroup, back uint64, err error) {
	c.link = link
	if c.scan != nil {
		groups = c.scan.begin()
	}
	for row, err := range c.Tx.Scan(analytics.TableLog, wire.LogKey(block, link, 0), wire.LogKey(block+1, 0, 0)) {
		if err != nil {
			return nil, 0, err
		}
		chunk, err := c.scan.chunkOf(row)
		if err == nil && chunk != nil {
			groups, err = c.pick(groups, chunk, link)
		}
		if err != nil {
			return nil, 0, wire.InRow(err, analytics.TableLog, row.Key)
		}
		if _, last, _ := wire.SplitLogKey(row.Key); last > link {
			break
		}
	}
	if len(groups) == 0 {
		return nil, 0, c.removed(link, block)
	}
	c.scan.end(groups)
	return groups, groups[0].Back, nil
}

// Has reports whether a block has clicks of a link. Those that cannot be read do not
// count.
func (c *LinkChain) Has(link uint32, block uint64) (bool, error) {
	for row, err := range c.Tx.Scan(analytics.TableLog, wire.LogKey(block, link, 0), wire.LogKey(block, wire.NoLink, 0)) {
		if err != nil {
			return false, err
		}
		chunk, err := ChunkOf(row)
		if err != nil || chunk == nil {
			return false, nil //nolint:nilerr // reading the clicks returns the error
		}
		for g, err := range chunk.All() {
			if err == nil && g.Link == link {
				return true, nil
			}
		}
		break // only the first row can be where they begin
	}
	return false, nil
}

// pick appends the link's groups of a chunk.
func (c *LinkChain) pick(groups []ChainGroup, chunk *Chunk, link uint32) ([]ChainGroup, error) {
	chunk.Loader, chunk.Reader = &c.words, c
	for g, err := range chunk.All() {
		if err != nil || g.Link > link {
			return groups, err
		}
		if g.Link != link {
			continue
		}
		if g.Back > chunk.Block {
			return nil, fmt.Errorf("%w: a group points before the beginning of the log", analytics.ErrDamaged)
		}
		plan, err := c.Plans.PlanOf(chunk, &g)
		if err != nil {
			return nil, err
		}
		groups = append(groups, ChainGroup{Group: g, Chunk: chunk, Plan: plan})
	}
	return groups, nil
}

// removed returns nil if the block is missing because of retention or because the
// link's clicks are being erased, else an error.
func (c *LinkChain) removed(link uint32, block uint64) error {
	gone, err := LoadRemoved(c.Tx)
	if err != nil || block <= gone.Block {
		return err
	}
	erased, err := LoadErasure(c.Tx, link)
	if err != nil || block <= erased {
		return err
	}
	return MissingClicks(link, block)
}

// MissingClicks returns the error for a block that lacks clicks of a link.
func MissingClicks(link uint32, block uint64) error {
	return fmt.Errorf("log block %d: %w: the clicks of link %d are missing", block, analytics.ErrDamaged, link)
}
