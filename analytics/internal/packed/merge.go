package packed

import (
	"bytes"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// merge packs rows with those that are packed already. Rows between packs are packed with
// the next one, and those after the last pack of the part together.
type merge struct {
	tx     *Tx
	packer *packer
	job    *Job
	end    wire.PackedKey // after the part
	work   int            // bytes

	begun bool        // pack is set
	pack  *pack       // that rows are packed with, or nil
	rows  []packedRow // to be packed with it
}

// add adds a row, unless it is large or damaged.
func (m *merge) add(row analytics.Row) error {
	m.work += len(row.Value)
	at, ok := m.packer.table.Split(row.Key)
	if !ok || len(row.Value) > maxRowOf(m.packer.table) {
		return nil
	}
	if _, err := wire.Unseal(row.Value); err != nil {
		return nil //nolint:nilerr // a damaged row stays
	}
	if !m.begun || m.pack != nil && at.Compare(m.pack.last) > 0 {
		m.finish()
		if err := m.begin(row.Key); err != nil {
			return err
		}
	}
	m.rows = append(m.rows, packedRow{at, bytes.Clone(row.Value)})
	return nil
}

// begin finds the pack for rows from a key on.
func (m *merge) begin(key []byte) (err error) {
	m.begun = true
	m.pack, err = m.tx.from(m.packer.table, key)
	if m.pack != nil && m.pack.first.Compare(m.end) >= 0 {
		m.pack = nil
	}
	return err
}

// finish packs the rows.
func (m *merge) finish() {
	if len(m.rows) == 0 {
		return
	}
	var packs []analytics.Row
	if p := m.pack; p == nil {
		packs = m.packer.pack(m.rows)
	} else {
		rows := p.rows()
		if p.bad != nil {
			m.rows = nil
			return
		}
		m.see(analytics.TablePacks, p.key, p.stored)
		m.work += length(rows)
		packs = m.packer.repack(merged(rows, m.rows))
	}
	m.job.packs = append(m.job.packs, packs...)
	for _, row := range m.rows {
		m.see(m.packer.table.Table(), m.packer.table.Join(row.key), row.value)
	}
	m.rows = nil
}

// see notes a row as it is now.
func (m *merge) see(table analytics.Table, key, value []byte) {
	m.job.seen = append(m.job.seen, seenRow{analytics.Row{Key: bytes.Clone(key), Value: bytes.Clone(value)}, table})
}

// merged returns the rows of two sorted runs. If both have a key, it takes the row of b.
func merged(a, b []packedRow) []packedRow {
	all := make([]packedRow, 0, len(a)+len(b))
	for _, row := range b {
		for len(a) > 0 && a[0].key.Compare(row.key) < 0 {
			all, a = append(all, a[0]), a[1:]
		}
		if len(a) > 0 && a[0].key == row.key {
			a = a[1:]
		}
		all = append(all, row)
	}
	return append(all, a...)
}
