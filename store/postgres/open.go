package postgres

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/transfer"
)

// Store is a [linkpack.Store] in a PostgreSQL database. It is safe for concurrent use. A
// function that it calls inside a transaction must not call the store.
type Store struct {
	linkpack.Store
	inner *store
}

// Rows implements [transfer.Store].
func (s *Store) Rows() transfer.Rows { return copies{s.inner} }

// Options change how [Open] uses a database.
type Options struct {
	// LeaseTTL is how long a lane of the click log belongs to a process that no longer
	// answers, at least a second. Zero means 15 seconds.
	LeaseTTL time.Duration
	// Lanes is how many lanes of the click log can be leased, so how many processes can
	// record clicks at a time, at most [analytics.MaxLane]. Zero means 1.
	Lanes int
	// Unfinished opens also a database to which a copy is unfinished, for [transfer.Copy]
	// to go on. It has only a part of what was to be copied.
	Unfinished bool
}

// Open uses the database of a pool, which [Migrate] must have prepared. The error names the
// cause, and wraps [ErrNotMigrated], [ErrUnfinished], [ErrNewer] or [ErrForeign] if that
// is the schema, or [transfer.ErrUnfinished]. Closing the store does not close the pool. nil
// options mean the defaults.
func Open(ctx context.Context, pool *pgxpool.Pool, opts *Options) (*Store, error) {
	o, err := opts.checked()
	if err == nil {
		err = checkSchema(ctx, pool)
	}
	if err == nil && !o.Unfinished {
		err = checkWhole(ctx, pool)
	}
	s := newStore(pool, o)
	if err == nil {
		err = failed(pool.QueryRow(ctx, whenMade).Scan(&s.made))
	}
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return &Store{s, s}, nil
}

// checked returns the options with their defaults.
func (o *Options) checked() (Options, error) {
	var c Options
	if o != nil {
		c = *o
	}
	c.LeaseTTL, c.Lanes = cmp.Or(c.LeaseTTL, 15*time.Second), cmp.Or(c.Lanes, 1)
	switch {
	case c.LeaseTTL < time.Second:
		return c, &linkpack.FieldError{Field: "LeaseTTL", Reason: "below a second"}
	case c.Lanes < 0 || c.Lanes > int(analytics.MaxLane):
		return c, &linkpack.FieldError{Field: "Lanes", Reason: fmt.Sprintf("not between 0 and %d", analytics.MaxLane)}
	}
	return c, nil
}
