package analytics

import (
	"bytes"
	"context"
)

// checkTexts reads every word and plan and reports those that are damaged,
// whether clicks refer to them or not.
func checkTexts(ctx context.Context, store Store, found func(error)) error {
	for _, table := range []Table{TableWords, TablePlans} {
		for next := []byte{}; next != nil; {
			err := store.ViewClicks(ctx, func(tx Tx) (err error) {
				next, err = checkRows(tx, table, next, found)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// checkRows reads rows from next on and returns where to go on, or nil.
func checkRows(tx Tx, table Table, next []byte, found func(error)) ([]byte, error) {
	rows := 0
	for row, err := range tx.Scan(table, next, nil) {
		if err != nil {
			return nil, err
		}
		if rows++; rows > 10*recountRows {
			return bytes.Clone(row.Key), nil
		}
		if err := checkText(table, row); err != nil {
			found(inRow(err, table, row.Key))
		}
	}
	return nil, nil
}

func checkText(table Table, row Row) error {
	payload, err := unseal(row.Value)
	if err == nil && table == TablePlans {
		_, err = decodePlan(0, 0, payload)
	}
	return err
}
