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
}

// DefaultLimits returns the limits that are not for tests.
func DefaultLimits() Limits { return Limits{Work: 512 << 10, Size: packSize} }

// Job packs some rows of a day.
type Job struct {
	Next uint64 // the first pair that is left; 0 if there is none

	day   Day
	seen  []seenRow       // rows to delete, as they were read
	packs []analytics.Row // to put
}

// seenRow is a row that a job has read.
type seenRow struct {
	analytics.Row
	table analytics.Table
}

// Read reads rows of a day and packs them, from a pair on or, if that is 0, from the
// first on. tx must not show packs. Rows that are large or damaged are left out, and also
// those that a damaged pack can have.
func (l Limits) Read(tx analytics.Tx, day Day, from uint64) (*Job, error) {
	m := merge{
		tx: &Tx{Tx: tx}, packer: newPacker(day.Table, l.Size), job: &Job{day: day},
		end: wire.PairOf(day.Number, wire.NoLink),
	}
	first := max(from, wire.PairOf(day.Number, 0))
	for row, err := range tx.Scan(day.Table.Table(), wire.KeyOf(first), wire.KeyOf(m.end)) {
		if err != nil {
			return nil, err
		}
		if len(row.Key) != 8 {
			continue
		}
		if m.work >= l.Work {
			m.job.Next = wire.Order.Uint64(row.Key)
			break
		}
		if err := m.add(row); err != nil {
			return nil, err
		}
	}
	m.finish()
	return m.job, nil
}

// Write puts the packs and deletes their rows, and at the end the mark of the day. It
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
	if j.Next == 0 {
		return true, j.day.end(tx)
	}
	return true, nil
}
