package wire

import "github.com/linkpack/linkpack-go/analytics"

// PackedTx is a transaction that shows packed rows as others. Its scans end with an error
// at a damaged pack.
type PackedTx interface {
	analytics.Tx
	// PastDamage returns the transaction with scans that go on after a damaged pack. They
	// yield a damaged row for it, its last.
	PastDamage() analytics.Tx
	// FirstKey returns the first key of a table with from <= key < to, or nil. A damaged
	// pack may have any key in its range.
	FirstKey(table analytics.Table, from, to []byte) ([]byte, error)
}

// PastDamage returns tx with scans that do not end at a damaged pack, for those who look
// for damage or leave it out. Not all rows of that pack are yielded.
func PastDamage(tx analytics.Tx) analytics.Tx {
	if t, ok := tx.(PackedTx); ok {
		return t.PastDamage()
	}
	return tx
}

// FirstKey returns the first key of a table with from <= key < to, or nil. The row may be
// damaged, or one that a damaged pack may have.
func FirstKey(tx analytics.Tx, table analytics.Table, from, to []byte) ([]byte, error) {
	if t, ok := tx.(PackedTx); ok {
		return t.FirstKey(table, from, to)
	}
	for row, err := range tx.Scan(table, from, to) {
		return row.Key, err
	}
	return nil, nil
}
