package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Migrate makes the tables of this release, or changes those of an older one. If several
// processes call it at once, one does the work and the others wait until that is done or
// ctx ends. What an interrupted migration has left undone it goes on with. The error wraps
// [ErrNewer] or [ErrForeign] if that is the schema.
func Migrate(ctx context.Context, pool *pgxpool.Pool) error {
	m := &migrator{pool: pool, owner: rand.Text()}
	err := m.run(ctx)
	switch {
	case isCode(err, codeNoColumn):
		err = fmt.Errorf("%w: %w", ErrForeign, err)
	case isCode(err, codeNoRight):
		err = fmt.Errorf("%w; Migrate needs the right CREATE on the first schema of the search_path, and has to own tables that are there", err)
	}
	if err != nil {
		return fmt.Errorf("migrate database: %w", err)
	}
	return nil
}

// migrator migrates a database. It owns a lease by the database's clock, since a lock
// of a session would not do behind a pool of connections.
type migrator struct {
	pool  *pgxpool.Pool
	owner string // differs from that of other migrators
}

// migrationTTL is how long the others wait for a migrator that does not answer. Every
// statement must take less.
const migrationTTL = 30 * time.Second

const (
	makeLeases  = "create table if not exists linkpack_leases (name text primary key, owner text not null, expires_at timestamptz not null)"
	takeMigrate = "insert into linkpack_leases as l (name, owner, expires_at) values ('migrate', $1, now() + $2::bigint * interval '1 millisecond')" +
		" on conflict (name) do update set owner = excluded.owner, expires_at = excluded.expires_at where l.owner = $1 or l.expires_at < now()"
	freeMigrate = "delete from linkpack_leases where name = 'migrate' and owner = $1"
	beginOne    = "insert into linkpack_schema (version, program, began_at) values ($1, $2, now()) on conflict do nothing"
	endOne      = "update linkpack_schema set ended_at = now() where version = $1"
)

// run migrates unless the schema is as it should be.
func (m *migrator) run(ctx context.Context) error {
	err := checkSchema(ctx, m.pool)
	if !errors.Is(err, ErrNotMigrated) && !errors.Is(err, ErrUnfinished) {
		return err
	}
	for _, sql := range []string{makeLeases, makeSchema} {
		if err := m.exec(ctx, sql); err != nil {
			return err
		}
	}
	if err := m.wait(ctx); err != nil {
		return err
	}
	return errors.Join(m.migrate(ctx), m.free(ctx))
}

// wait waits for the lease.
func (m *migrator) wait(ctx context.Context) error {
	for {
		taken, err := m.lease(ctx)
		if err != nil || taken {
			return err
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// lease takes the lease or renews it, unless another migrator has it.
func (m *migrator) lease(ctx context.Context) (taken bool, err error) {
	tag, err := m.pool.Exec(ctx, takeMigrate, m.owner, migrationTTL.Milliseconds())
	return tag.RowsAffected() == 1, failed(err)
}

// free gives the lease back, even if ctx has ended.
func (m *migrator) free(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_, err := m.pool.Exec(ctx, freeMigrate, m.owner)
	return failed(err)
}

// migrate makes the versions that the schema lacks, beginning with an unfinished one.
func (m *migrator) migrate(ctx context.Context) error {
	v, err := version(ctx, m.pool)
	switch {
	case errors.Is(err, ErrUnfinished):
		v--
	case err != nil:
		return err
	}
	for v++; v <= newest; v++ {
		if err := m.one(ctx, v); err != nil {
			return fmt.Errorf("version %d: %w", v, err)
		}
	}
	return nil
}

// one makes a version of the one before.
func (m *migrator) one(ctx context.Context, v int) error {
	if err := m.step(ctx, beginOne, v, program); err != nil {
		return err
	}
	if err := m.runFile(ctx, fmt.Sprintf("%04d.sql", v)); err != nil {
		return err
	}
	if v == newest {
		if err := m.finish(ctx); err != nil {
			return err
		}
	}
	return m.step(ctx, endOne, v)
}
