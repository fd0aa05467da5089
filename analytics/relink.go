package analytics

import "context"

// relink writes the link's groups in the block again, pointing back as far as
// they should.
func (k *brokenChain) relink(tx Tx) error {
	var changed []Row
	for row, err := range tx.Scan(TableLog, logKey(k.block, k.link, 0), logKey(k.block, noLink, 0)) {
		if err != nil {
			return err
		}
		chunk, err := chunkOf(row)
		if err == nil {
			row.Value, err = chunk.rewrite(k.mend)
		}
		if err != nil {
			return inRow(err, TableLog, row.Key)
		}
		changed = append(changed, row)
		if _, last, _ := splitLogKey(row.Key); last > k.link {
			break
		}
	}
	for _, row := range changed {
		if err := tx.Put(TableLog, row.Key, row.Value); err != nil {
			return err
		}
	}
	return nil
}

// mend corrects a group of the block, all of which are kept.
func (k *brokenChain) mend(g *group) (keep bool) {
	if g.link == k.link {
		g.back = k.back
	}
	return true
}

// moveHead puts the head of a link to where its newest clicks are, unless newer
// ones have come, and stores it. It runs on the recorder's goroutine.
func (r *Recorder) moveHead(ctx context.Context, k *brokenChain) error {
	before := r.heads.get(k.link)
	if before == k.wrong {
		r.setHead(k.link, k.head)
	}
	err := r.lease.UpdateClicks(ctx, func(tx Tx) error { return r.heads.put(tx, runOf(k.link)) })
	if err != nil {
		r.setHead(k.link, before)
	}
	return err
}

// setHead sets a head for readers to see.
func (r *Recorder) setHead(link uint32, block uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.heads.set(link, block)
}
