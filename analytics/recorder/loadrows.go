package recorder

import (
	"errors"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/packed"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// checkFormat returns an error if all single values have a format that is not known. If
// only some have, these are damaged.
func checkFormat(tx analytics.Tx) (err error) {
	for row, failed := range tx.Scan(analytics.TableMeta, nil, nil) {
		if failed != nil {
			return failed
		}
		if _, unknown := wire.Unseal(row.Value); !errors.Is(unknown, analytics.ErrFormat) {
			return nil
		} else if err == nil {
			err = wire.InRow(unknown, analytics.TableMeta, row.Key)
		}
	}
	return err
}

// loadMeta loads the single values and derives those that are damaged.
func (l *laneLoader) loadMeta() (end clicklog.Position, gone clicklog.Removed, err error) {
	s, tx := l.salvage, l.tx
	if end, err = clicklog.LoadPosition(tx); s.lost(err, "the end of the log is searched for") {
		end, err = clicklog.FindPosition(tx)
		s.puts = append(s.puts, func(tx analytics.Tx) error { return l.positionFound(end).Put(tx) })
	}
	if err != nil {
		return end, gone, err
	}
	if gone, err = clicklog.LoadRemoved(tx); s.lost(err, "the beginning of the log is searched for") {
		gone, err = clicklog.FindRemoved(tx, end)
		s.puts = append(s.puts, gone.Put)
	}
	if err != nil {
		return end, gone, err
	}
	if _, err = clicklog.LoadEpochs(tx); s.lost(err, "earlier leases of the lane are forgotten") {
		err = nil
		s.puts = append(s.puts, func(tx analytics.Tx) error { return tx.Delete(analytics.TableMeta, []byte(wire.MetaEpochs)) })
	}
	return end, gone, err
}

// loadErasures loads the erasures. One whose end is damaged begins anew.
func (l *laneLoader) loadErasures() (err error) {
	s := l.salvage
	l.erased, err = clicklog.LoadReadableErasures(l.tx, func(link uint32, err error) {
		s.lost(err, "the link's clicks are erased up to now")
		s.erase = append(s.erase, link)
	})
	for _, link := range s.erase {
		l.erased[link] = l.block
	}
	return err
}

// loadBlanking reports whether clicks of visitors are being blanked. Whose is lost with a
// damaged row.
func (r *Recorder) loadBlanking(tx analytics.Tx) (bool, error) {
	s := &r.salvage
	all, err := clicklog.LoadVisitorErasures(tx, func(key []byte, err error) {
		s.lost(err, "some visitors have to be erased again")
		s.puts = append(s.puts, func(tx analytics.Tx) error { return tx.Delete(analytics.TableMeta, key) })
	})
	return len(all) > 0, err
}

// loadMarks loads how far the slices are folded.
func (l *laneLoader) loadMarks() (err error) {
	if l.marks, err = clicklog.LoadMarks(l.tx); l.salvage.lost(err, "what the rollups count is searched for") {
		l.marks, err = rollup.FindMarks(l.tx, l.erased)
		l.salvage.puts = append(l.salvage.puts, l.marks.Put)
	}
	return err
}

// loadHeads loads the newest blocks and the workspaces of links.
func (l *laneLoader) loadHeads() (err error) {
	s := l.salvage
	s.runs = make(map[uint32]bool)
	l.heads, err = clicklog.LoadHeads(l.tx, func(key []byte, err error) {
		s.lost(err, "the newest clicks of the links are searched for")
		if len(key) == 4 {
			s.runs[wire.Order.Uint32(key)] = true
		}
	})
	if err == nil && len(s.runs) > 0 {
		err = l.heads.Find(l.tx, s.runs, l.erased)
	}
	return err
}

// checkRewrites checks the number of rewrites. In place of a damaged one comes one that
// the lane never had.
func (r *Recorder) checkRewrites(tx analytics.Tx) error {
	_, err := clicklog.LoadRewrites(tx)
	if !r.salvage.lost(err, "clicks that others keep in memory are read again") {
		return err
	}
	fresh := r.lease.Epoch() << 32
	r.salvage.puts = append(r.salvage.puts, func(tx analytics.Tx) error { return clicklog.PutRewrites(tx, fresh) })
	return nil
}

// checkSums checks what says which sums there are. Rows that say that a sum is open are
// known by their keys.
func (r *Recorder) checkSums(tx analytics.Tx) error {
	s := &r.salvage
	_, err := rollup.LoadClosed(tx)
	if s.sums = s.lost(err, "all days are added up anew"); s.sums {
		return nil
	}
	if err != nil {
		return err
	}
	return r.checkMarks(tx, []byte(wire.MetaOpen), wire.AfterOpen(), "the sum is made again")
}

// checkMarks checks rows of which the keys say what matters.
func (r *Recorder) checkMarks(tx analytics.Tx, from, to []byte, instead string) error {
	for row, err := range tx.Scan(analytics.TableMeta, from, to) {
		if err != nil {
			return err
		}
		if _, err := wire.Unseal(row.Value); r.salvage.lost(wire.InRow(err, analytics.TableMeta, row.Key), instead) {
			row = analytics.Row{Key: slices.Clone(row.Key), Value: wire.Seal(wire.NewValue(nil))}
			r.salvage.rows = append(r.salvage.rows, tableRow{analytics.TableMeta, row})
		}
	}
	return nil
}

// checkPacked checks what says which rows may be packed.
func (r *Recorder) checkPacked(tx analytics.Tx) error {
	s := &r.salvage
	_, err := packed.LoadLimit(tx)
	if s.lost(err, "packed rows are searched for") {
		err = r.findPacked(tx)
	}
	if err != nil {
		return err
	}
	prefix := []byte(wire.MetaUnpacked)
	return r.checkMarks(tx, prefix, wire.AfterPrefix(prefix), "the rows of the day are packed again")
}

// findPacked finds out which rows may be packed. Where packs cannot be read, all may be.
func (r *Recorder) findPacked(tx analytics.Tx) error {
	s := &r.salvage
	limit, err := packed.FindLimit(tx)
	if s.lost(err, "any row is looked for in packs, and none is packed") {
		return nil
	}
	if err == nil {
		s.puts = append(s.puts, func(tx analytics.Tx) error { return packed.PutLimit(tx, limit) })
	}
	return err
}

// loadKey loads the key for hashing visitors. A new one is drawn for a damaged one, so
// that the visitors of its period count again.
func (r *Recorder) loadKey(tx analytics.Tx) (err error) {
	r.builder.key, r.periods, err = clicklog.LoadVisitorKey(tx)
	if r.salvage.shared = r.salvage.lost(err, "visitors of this period are counted anew"); r.salvage.shared {
		r.builder.key, r.periods, err = clicklog.VisitorKey{}, nil, nil
	}
	return err
}
