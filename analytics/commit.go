package analytics

import (
	"context"
	"encoding/binary"
	"errors"
	"log/slog"
	"time"
)

// errOtherWriter says that a block of the log was written by somebody else.
var errOtherWriter = errors.New("another recorder writes to this store")

// commit writes a block, folds a slice, or both, in one transaction, and then
// makes it known. again says that the block may have been written before.
func (r *Recorder) commit(ctx context.Context, bl *block, slice int, again bool) error {
	begin := time.Now()
	var next marks
	err := r.store.UpdateClicks(ctx, func(tx Tx) (err error) {
		if bl != nil {
			if err := bl.put(tx, again); err != nil {
				return err
			}
		}
		if slice != noSlice {
			next, err = r.fold(tx, slice)
		}
		return err
	})
	if err != nil {
		return err
	}
	r.publish(bl, slice, next, time.Since(begin))
	return nil
}

// publish lets readers see what was committed.
func (r *Recorder) publish(bl *block, slice int, next marks, took time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if slice != noSlice {
		r.pending.remove(slice)
		r.marks = next
		r.metrics.Folds++
	}
	if bl == nil {
		return
	}
	r.block = bl.number
	for _, g := range bl.groups {
		r.heads.set(g.link, bl.number)
	}
	r.pending.add(bl.groups)
	r.pending.addPlans(bl.plans)
	r.metrics.Recorded += uint64(bl.clicks)
	r.metrics.Flushes++
	r.metrics.LastFlush = took
	for _, g := range bl.gaps {
		r.opts.Logger.Error("analytics: clicks were lost",
			slog.Uint64("count", g.count), slog.Time("from", time.UnixMilli(g.from)), slog.Time("to", time.UnixMilli(g.to)))
	}
}

// failed counts and reports a transaction that failed.
func (r *Recorder) failed(err error, clicks int) {
	r.mu.Lock()
	r.metrics.Failures++
	r.mu.Unlock()
	r.opts.Logger.Error("analytics: the store failed", slog.Any("error", err), slog.Int("clicks waiting", clicks))
}

// put writes the block. The position makes sure that a block is written once.
func (bl *block) put(tx Tx, again bool) error {
	newest, _, err := loadPosition(tx)
	switch {
	case err != nil:
		return err
	case again && newest == bl.number:
		return nil
	case newest != bl.number-1:
		return errOtherWriter
	}
	for _, row := range bl.rows {
		if err := tx.Put(row.Table, row.Key, row.Value); err != nil {
			return err
		}
	}
	if err := putLost(tx, bl.gaps); err != nil {
		return err
	}
	return putPosition(tx, bl.number, bl.generation)
}

// putPosition stores the number of the newest block and the newest generation
// of words.
func putPosition(tx Tx, block uint64, generation uint32) error {
	value := binary.AppendUvarint(newValue(nil), block)
	value = binary.AppendUvarint(value, uint64(generation))
	return tx.Put(TableMeta, []byte(metaPosition), seal(value))
}

// loadPosition reads them; zeros when nothing was ever written.
func loadPosition(tx Tx) (block uint64, generation uint32, err error) {
	payload, err := get(tx, TableMeta, []byte(metaPosition))
	if err != nil || payload == nil {
		return 0, 0, err
	}
	r := reader{data: payload}
	block, generation = r.uvarint(), r.uint32()
	return block, generation, inRow(r.end(), TableMeta, []byte(metaPosition))
}
