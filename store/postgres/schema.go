package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

//go:embed migrations/*.sql
var migrations embed.FS

// newest is the version of the schema that this release has. The statements that make
// version n of version n-1 are in migrations/n.sql, with four digits.
const newest = 1

// program is in the rows of linkpack_schema.
const program = "linkpack-go"

// The state of the schema. A migration that has begun and not ended is unfinished.
const (
	makeSchema = "create table if not exists linkpack_schema (version int primary key, program text not null, began_at timestamptz not null, ended_at timestamptz)"
	findSchema = "select count(*) from information_schema.tables where table_schema = current_schema() and table_name = 'linkpack_schema'"
	whenMade   = "select began_at from linkpack_schema where version = 1"
	readSchema = "select coalesce(max(version), 0), count(*) filter (where program <> $1), count(*) filter (where ended_at is null) from linkpack_schema"
)

// The codes of a table and of a column that do not exist, and of a right that is missing.
const codeNoTable, codeNoColumn, codeNoRight = "42P01", "42703", "42501"

// version returns the version of the schema, 0 if there is none. If the last migration is
// unfinished, the error wraps ErrUnfinished. Tables that are not where Migrate would make
// them, but in another schema of the search path, are foreign.
func version(ctx context.Context, pool *pgxpool.Pool) (v int, err error) {
	var here, foreign, unfinished int
	err = pool.QueryRow(ctx, readSchema, program).Scan(&v, &foreign, &unfinished)
	if err == nil { // not before, since another process may be making the table
		err = pool.QueryRow(ctx, findSchema).Scan(&here)
	}
	switch {
	case isCode(err, codeNoTable):
		return 0, usableSchema(ctx, pool)
	case isCode(err, codeNoColumn) || err == nil && (here == 0 || foreign > 0):
		return 0, ErrForeign
	case err != nil:
		return 0, failed(err)
	case v > newest:
		return 0, fmt.Errorf("%w: version %d, want %d", ErrNewer, v, newest)
	case unfinished > 0:
		return v, fmt.Errorf("%w: version %d", ErrUnfinished, v)
	}
	return v, nil
}

// usableSchema returns an error if the role may use no schema of the search path, so that it
// sees no tables even if there are some.
func usableSchema(ctx context.Context, pool *pgxpool.Pool) error {
	var found bool
	err := pool.QueryRow(ctx, "select current_schema() is not null").Scan(&found)
	if err == nil && !found {
		err = errors.New("no schema of the search_path exists that the role has the right USAGE on")
	}
	return failed(err)
}

// checkSchema returns an error unless the schema is the one of this release.
func checkSchema(ctx context.Context, pool *pgxpool.Pool) error {
	v, err := version(ctx, pool)
	if err == nil && v < newest {
		err = fmt.Errorf("%w: version %d, want %d", ErrNotMigrated, v, newest)
	}
	return err
}

// statements returns those of a file.
func statements(name string) ([]string, error) {
	text, err := fs.ReadFile(migrations, "migrations/"+name)
	if err != nil {
		return nil, err
	}
	var all []string
	for part := range strings.SplitSeq(string(text), ";\n") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all, nil
}

// isCode reports whether an error is one of the database with a code.
func isCode(err error, codes ...string) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && slices.Contains(codes, pg.Code)
}
