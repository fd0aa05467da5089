package packed

import (
	"bytes"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Limits bound a [Job] and its packs.
type Limits struct {
	Work int // bytes of rows that a job packs
	Size int // bytes of a pack
	// Blocks is the number of blocks of the log that are packed together.
	Blocks uint64
}

// DefaultLimits returns the limits that are not for tests.
func DefaultLimits() Limits { return Limits{Work: 512 << 10, Size: packSize, Blocks: wire.PartBlocks} }

// Job packs some rows of a part.
type Job struct {
	Next []byte // the first key that is left; nil if there is none

	part  Part
	seen  []seenRow       // rows to delete, as they were read
	packs []analytics.Row // to put
}

// Idle reports whether the job has nothing to write, since the rows that it has read are
// all large.
func (j *Job) Idle() bool { return j.Next != nil && len(j.seen) == 0 }

// seenRow is a row that a job has read.
type seenRow struct {
	analytics.Row
	table analytics.Table
}

// Read reads rows of a part and packs them, from a key on or, if that is nil, from the
// first on. tx must not show packs. Rows that are large or damaged are left out, and also
// those that a damaged pack can have.
func (l Limits) Read(tx analytics.Tx, part Part, from []byte) (*Job, error) {
	limit, err := LoadLimit(tx)
	if err != nil {
		return nil, err
	}
	t := part.Table
	end := wire.PackedKey{High: min(t.FirstOf(part.Number+1).High, limit.of(t))}
	m := merge{tx: &Tx{Tx: tx}, packer: newPacker(t, l.Size), job: &Job{part: part}, end: end}
	for row, err := range tx.Scan(t.Table(), later(t.Join(t.FirstOf(part.Number)), from), t.Join(m.end)) {
		if err != nil {
			return nil, err
		}
		if m.work >= l.Work {
			m.job.Next = bytes.Clone(row.Key)
			break
		}
		if err := m.add(row); err != nil {
			return nil, err
		}
	}
	m.finish()
	return m.job, nil
}

// Write puts the packs and deletes their rows, and at the end the mark of the part. It
// does nothing and returns false if rows have changed since they were read. tx must not
// show packs.
func (j *Job) Write(tx analytics.Tx) (done bool, err error) {
	for _, row := range j.seen {
		value, err := tx.Get(row.table, row.Key)
		if err != nil || !bytes.Equal(value, row.Value) {
			return false, err
		}
	}
	for _, row := range j.seen {
		if err := tx.Delete(row.table, row.Key); err != nil {
			return false, err
		}
	}
	for _, row := range j.packs {
		if err := tx.Put(analytics.TablePacks, row.Key, row.Value); err != nil {
			return false, err
		}
	}
	if j.Next == nil {
		return true, j.part.end(tx)
	}
	return true, nil
}
