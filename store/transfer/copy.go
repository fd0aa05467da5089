package transfer

import (
	"context"
	"fmt"
)

// Options change how [Copy] copies.
type Options struct {
	// Progress is called now and then, by the goroutine of Copy. In each step, Rows does
	// not decrease. Nil means that nobody wants to know.
	Progress func(Progress)
}

// How much is written in one transaction, but at least a row.
const (
	maxRows  = 1000
	maxBytes = 4 << 20
)

// Copy copies everything that src has to dst, which must be new, or have a copy of the
// same source that was interrupted: then it goes on with that. It needs memory for some
// rows. A copy is of src as it is when copying begins; whatever records clicks or changes
// links must have been closed, and stay so until the copy is used in its place. The error
// wraps [ErrNotEmpty], [ErrInUse], [ErrChanged], [ErrDiffers], or one of the stores. If
// there is one, dst can be opened by those only who go on with the copy. nil options mean
// the defaults.
func Copy(ctx context.Context, dst, src Store, opts *Options) error {
	if opts == nil {
		opts = &Options{}
	}
	c := &copying{from: src.Rows(), to: dst.Rows(), tell: opts.Progress}
	if err := c.run(ctx); err != nil {
		return fmt.Errorf("copy a store: %w", err)
	}
	return nil
}

// copying is a run of Copy.
type copying struct {
	from, to Rows
	tell     func(Progress)
	mark     mark
}

// run copies, verifies, and opens the destination for use.
func (c *copying) run(ctx context.Context) error {
	var source survey
	err := c.from.View(ctx, func(v View) (err error) {
		source, err = c.copy(ctx, v)
		return err
	})
	if err == nil {
		err = c.verify(ctx, source)
	}
	if err == nil {
		err = c.to.Finish(ctx)
	}
	return err
}

// copy copies a snapshot and returns what it has.
func (c *copying) copy(ctx context.Context, v View) (survey, error) {
	if err := usable(v); err != nil {
		return nil, fmt.Errorf("source: %w", err)
	}
	if err := c.to.View(ctx, free); err != nil { // before a large source is read
		return nil, fmt.Errorf("destination: %w", err)
	}
	source, err := take(ctx, v, reporter{c.tell, Reading, 0}.done)
	if err != nil {
		return nil, fmt.Errorf("source: %w", err)
	}
	err = c.to.View(ctx, func(to View) (err error) {
		c.mark, err = resume(to, source)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("destination: %w", err)
	}
	return source, c.writeAll(ctx, v, source)
}

// usable returns an error for a source that is in use or not whole.
func usable(v View) error {
	if m, err := v.Mark(); err != nil || m != nil {
		if err == nil {
			err = ErrUnfinished
		}
		return err
	}
	return v.Idle()
}

// writeAll writes the tables from the mark on.
func (c *copying) writeAll(ctx context.Context, v View, source survey) error {
	r := reporter{c.tell, Writing, source.rows()}
	if err := c.put(ctx, c.mark.Table, nil, r); err != nil { // so that it has a mark
		return err
	}
	for _, t := range source[source.index(c.mark.Table):] {
		var after []byte
		if t.table == c.mark.Table {
			after = c.mark.After
		}
		if err := c.write(ctx, rowsOf(ctx, v, t.table, after), t.table, r); err != nil {
			return err
		}
	}
	return nil
}

// verify compares the destination with what the source has.
func (c *copying) verify(ctx context.Context, source survey) error {
	return c.to.View(ctx, func(v View) error {
		copied, err := take(ctx, v, reporter{c.tell, Verifying, source.rows()}.done)
		if err != nil {
			return fmt.Errorf("destination: %w", err)
		}
		return source.compare(copied)
	})
}
