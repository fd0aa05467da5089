package wire

import "github.com/linkpack/linkpack-go/analytics"

// PackedTx is a transaction that shows packed rows as others. Its scans end with an error
// at a damaged pack.
type PackedTx interface {
	analytics.Tx
	// PastDamage returns the transaction with scans that pass over damaged packs.
	PastDamage() analytics.Tx
	// FirstKey returns the first key of a table with from <= key < to, or nil. A damaged
	// pack may have any key in its range.
	FirstKey(table analytics.Table, from, to []byte) ([]byte, error)
	// Unpack removes a row from its pack, but not a row with the key that is beside it.
	Unpack(table analytics.Table, key []byte) error
}

// PastDamage returns tx with scans that pass over damaged packs, for those who leave damage
// out or look for it in [analytics.TablePacks].
func PastDamage(tx analytics.Tx) analytics.Tx {
	if t, ok := tx.(PackedTx); ok {
		return t.PastDamage()
	}
	return tx
}

// Replace puts the value of a row and leaves no old value in a pack. It deletes no row if
// it need not, because a store may refuse that beside a damaged page.
func Replace(tx analytics.Tx, table analytics.Table, key, value []byte) error {
	if t, ok := tx.(PackedTx); ok {
		if err := t.Unpack(table, key); err != nil {
			return err
		}
	}
	return tx.Put(table, key, value)
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
