package analytics

import "fmt"

// chains follows the chains of all links at once, while the log is read in
// order: each group has to point at the one before it, and the newest must be
// where the heads say.
type chains struct {
	gone   uint64 // what points up to there ends
	newest heads  // the last block that was seen
	folded heads  // the last that is folded
	broken []brokenChain
}

// brokenChain is a group that points to where nothing is, or a head that does
// when the block is 0.
type brokenChain struct {
	link  uint32
	block uint64
	// back is what it should say.
	back uint64
	// head is where the head of the link should be, wrong where it is.
	head, wrong uint64
}

// follow looks at a group of a block.
func (k *chains) follow(g *group, block uint64, folded bool) error {
	before := k.newest.get(g.link)
	if before == block { // the group goes on in another chunk or revision
		return nil
	}
	k.newest.set(g.link, block)
	if folded {
		k.folded.set(g.link, block)
	}
	target := uint64(0)
	if g.back > 0 && g.back <= block {
		target = block - g.back
	}
	if g.back <= block && (target == before || before == 0 && target <= k.gone) {
		return nil
	}
	b := brokenChain{link: g.link, block: block}
	if before > 0 {
		b.back = block - before
	}
	k.broken = append(k.broken, b)
	if target > before {
		return missingClicks(g.link, target)
	}
	return fmt.Errorf("log block %d: %w: link %d points past its clicks in block %d", block, ErrDamaged, g.link, before)
}

// heads compares what was seen with the stored heads, in the view that read the
// log to its end.
func (k *chains) heads(tx Tx, s *scope, found func(error)) error {
	seen := make(map[uint32]bool)
	for row, err := range tx.Scan(TableHeads, nil, nil) {
		if err != nil {
			return err
		}
		blocks, _, err := decodeHeadsRow(row)
		if err != nil {
			found(inRow(err, TableHeads, row.Key))
			continue
		}
		seen[order.Uint32(row.Key)] = true
		k.run(order.Uint32(row.Key), blocks, s, found)
	}
	for run := range k.folded.runs {
		if !seen[run] {
			k.run(run, new([runLinks]uint64), s, found)
		}
	}
	return nil
}

// run compares the heads of a run.
func (k *chains) run(run uint32, blocks *[runLinks]uint64, s *scope, found func(error)) {
	for i, block := range blocks {
		link := run*runLinks + uint32(i)
		newest := k.newest.get(link)
		if !s.has(link) || block <= k.gone && newest == 0 || k.folded.get(link) <= block && block <= newest {
			continue
		}
		k.broken = append(k.broken, brokenChain{link: link, head: newest, wrong: block})
		if block > newest {
			found(missingClicks(link, block))
		} else {
			found(fmt.Errorf("%s: %w: link %d has clicks in block %d", rowName(TableHeads, headsKey(run)), ErrDamaged, link, newest))
		}
	}
}
