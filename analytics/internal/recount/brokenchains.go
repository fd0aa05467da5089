package recount

import (
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// chainCheck follows the chains of all links while the log is read in order. Each
// group must point to the group before it, and each head to the newest group.
type chainCheck struct {
	gone   uint64         // the last removed block; chains end there
	newest clicklog.Heads // the last block that was seen
	folded clicklog.Heads // the last folded block that was seen
	Broken []BrokenChain
}

// BrokenChain is a group, or a head if Block is 0, that points to the wrong block.
type BrokenChain struct {
	Link  uint32 // of the chain
	Block uint64 // of the group; 0 for a head
	// back is the right value for the group.
	back uint64
	// Head is the right block for the head, Wrong the stored one.
	Head, Wrong uint64
}

// follow checks a group of a block.
func (k *chainCheck) follow(g *clicklog.Group, block uint64, folded bool) error {
	before := k.newest.Get(g.Link)
	if before == block { // the link has several groups in the block
		return nil
	}
	k.newest.Set(g.Link, block)
	if folded {
		k.folded.Set(g.Link, block)
	}
	target := uint64(0)
	if g.Back > 0 && g.Back <= block {
		target = block - g.Back
	}
	if g.Back <= block && (target == before || before == 0 && target <= k.gone) {
		return nil
	}
	b := BrokenChain{Link: g.Link, Block: block}
	if before > 0 {
		b.back = block - before
	}
	k.Broken = append(k.Broken, b)
	if target > before {
		return clicklog.MissingClicks(g.Link, target)
	}
	return fmt.Errorf("log block %d: %w: link %d skips its clicks in block %d", block, analytics.ErrDamaged, g.Link, before)
}

// heads compares the stored heads with the blocks that were seen. It must be called
// in the view that read the end of the log.
func (k *chainCheck) heads(tx analytics.Tx, s *AuditScope, found func(error)) error {
	seen := make(map[uint32]bool)
	for row, err := range tx.Scan(analytics.TableHeads, nil, nil) {
		if err != nil {
			return err
		}
		blocks, _, err := clicklog.DecodeHeadsRow(row)
		if err != nil {
			found(wire.InRow(err, analytics.TableHeads, row.Key))
			continue
		}
		seen[wire.Order.Uint32(row.Key)] = true
		k.run(wire.Order.Uint32(row.Key), blocks, s, found)
	}
	for run := range k.folded.Runs {
		if !seen[run] {
			k.run(run, new([clicklog.RunLinks]uint64), s, found)
		}
	}
	return nil
}

// run compares the heads of a run of links.
func (k *chainCheck) run(run uint32, blocks *[clicklog.RunLinks]uint64, s *AuditScope, found func(error)) {
	for i, block := range blocks {
		link := run*clicklog.RunLinks + uint32(i)
		newest := k.newest.Get(link)
		if !s.Has(link) || block <= k.gone && newest == 0 || k.folded.Get(link) <= block && block <= newest {
			continue
		}
		k.Broken = append(k.Broken, BrokenChain{Link: link, Head: newest, Wrong: block})
		if block > newest {
			found(clicklog.MissingClicks(link, block))
		} else {
			found(fmt.Errorf("%s: %w: the newest clicks of link %d are in block %d", wire.RowName(analytics.TableHeads, wire.HeadsKey(run)), analytics.ErrDamaged, link, newest))
		}
	}
}
