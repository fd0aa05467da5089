package transfer

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"iter"
)

// tally is the number of rows of a table and their checksum.
type tally struct {
	table Table
	rows  int64
	sum   [sha256.Size]byte
}

// survey is what all tables of a store have.
type survey []tally

// take reads a store and returns what its tables have. It reports the number of rows.
func take(ctx context.Context, v View, read func(rows int64)) (survey, error) {
	all, err := TablesOf(v)
	if err != nil {
		return nil, err
	}
	var s survey
	var before int64
	for _, table := range all {
		t, err := count(ctx, v, table, func(rows int64) { read(before + rows) })
		if err != nil {
			return nil, err
		}
		before += t.rows
		read(before)
		s = append(s, t)
	}
	return s, nil
}

// count reads a table.
func count(ctx context.Context, v View, table Table, read func(rows int64)) (tally, error) {
	t, sum := tally{table: table}, sha256.New()
	for row, err := range rowsOf(ctx, v, table, nil) {
		if err != nil {
			return t, err
		}
		add(sum, row.Key)
		add(sum, row.Value)
		if t.rows++; t.rows%maxRows == 0 {
			read(t.rows)
		}
	}
	sum.Sum(t.sum[:0])
	return t, nil
}

// rowsOf yields rows until ctx ends. It says which table an error is about.
func rowsOf(ctx context.Context, v View, table Table, after []byte) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for row, err := range v.Rows(table, after) {
			if err == nil {
				err = context.Cause(ctx)
			}
			if err == nil {
				err = check(table, row)
			}
			if err != nil {
				yield(Row{}, fmt.Errorf("table %s: %w", table, err))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// add adds a text and its length to a checksum.
func add(sum hash.Hash, text []byte) {
	_, _ = sum.Write(binary.AppendUvarint(nil, uint64(len(text)))) // never fails
	_, _ = sum.Write(text)
}

// rows returns the number of rows of all tables.
func (s survey) rows() (n int64) {
	for _, t := range s {
		n += t.rows
	}
	return n
}

// sum returns a checksum of everything.
func (s survey) sum() []byte {
	sum := sha256.New()
	for _, t := range s {
		add(sum, []byte(t.table.String()))
		add(sum, t.sum[:])
	}
	return sum.Sum(nil)
}

// compare returns an error that names the first table in which a copy differs from s.
func (s survey) compare(with survey) error {
	if len(s) != len(with) {
		return fmt.Errorf("%w: it has %d tables of %d", ErrDiffers, len(with), len(s))
	}
	for i, t := range s {
		if c := with[i]; c.rows != t.rows {
			return fmt.Errorf("%w: table %s has %d rows of %d", ErrDiffers, t.table, c.rows, t.rows)
		} else if c != t {
			return fmt.Errorf("%w: the checksum of table %s does not match", ErrDiffers, t.table)
		}
	}
	return nil
}
