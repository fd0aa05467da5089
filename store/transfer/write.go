package transfer

import (
	"context"
	"fmt"
	"iter"
)

// write writes the rows of a table, some at a time.
func (c *copying) write(ctx context.Context, rows iter.Seq2[Row, error], table Table, r reporter) error {
	var some []Row
	size := 0
	for row, err := range rows {
		if err != nil {
			return fmt.Errorf("source: %w", err)
		}
		some, size = append(some, row), size+len(row.Key)+len(row.Value)
		if len(some) < maxRows && size < maxBytes {
			continue
		}
		if err := c.put(ctx, table, some, r); err != nil {
			return err
		}
		some, size = some[:0], 0
	}
	if len(some) == 0 {
		return nil
	}
	return c.put(ctx, table, some, r)
}

// put writes rows with the mark that says so.
func (c *copying) put(ctx context.Context, table Table, rows []Row, r reporter) error {
	next := c.mark
	if len(rows) > 0 {
		next.Table, next.After = table, rows[len(rows)-1].Key
		next.Rows += int64(len(rows))
	}
	encoded, err := next.encode()
	if err == nil {
		err = c.to.Put(ctx, encoded, table, rows)
	}
	if err != nil {
		return fmt.Errorf("destination: table %s: %w", table, err)
	}
	c.mark = next
	r.done(next.Rows)
	return nil
}
