package analytics

import (
	"bytes"
	"context"
)

// checkRest reads what a recount of all links does not compare with anything,
// and reports what is damaged: every word and plan, whether clicks refer to it or
// not, and the rollups of days of which clicks are gone.
func (c *recount) checkRest(ctx context.Context) error {
	beyond := c.first
	if c.gone.day(c.first) {
		beyond = min(dayOf(c.gone.latest)+1, c.after)
	}
	for _, part := range []struct {
		table    Table
		from, to []byte
	}{
		{TableWords, []byte{}, nil},
		{TablePlans, []byte{}, nil},
		{TableRollups, pairKey(c.first, 0), pairKey(beyond, 0)},
	} {
		for next := part.from; next != nil; {
			err := c.log.view(ctx, func(tx Tx) (err error) {
				next, err = checkRows(tx, part.table, next, part.to, c.damaged)
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
func checkRows(tx Tx, table Table, next, to []byte, found func(error)) ([]byte, error) {
	rows := 0
	for row, err := range tx.Scan(table, next, to) {
		if err != nil {
			return nil, err
		}
		if rows++; rows > 10*scanRows {
			return bytes.Clone(row.Key), nil
		}
		if err := checkRow(table, row); err != nil {
			found(inRow(err, table, row.Key))
		}
	}
	return nil, nil
}

// checkRow reads a word, a plan or a rollup.
func checkRow(table Table, row Row) error {
	payload, err := unseal(row.Value)
	if err == nil {
		err = checkKey(row.Key, 8)
	}
	switch {
	case err != nil || table == TableWords:
	case table == TablePlans:
		_, err = decodePlan(0, 0, payload)
	case order.Uint32(row.Key[4:]) == noLink:
		r := reader{data: payload}
		readCells(&r, nil, quartersPerDay)
		err = r.end()
	default:
		err = new(rollup).read(payload)
	}
	return err
}
