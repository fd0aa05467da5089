package postgres_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/store/postgres"
)

// TestTablesInAnotherSchemaOfThePathAreRefused looks for the tables in a schema that has
// none, in front of one that has them.
func TestTablesInAnotherSchemaOfThePathAreRefused(t *testing.T) {
	behind, config := migrated(t).Config(), migrated(t).Config()
	path := config.ConnConfig.RuntimeParams["search_path"]
	config.ConnConfig.RuntimeParams["search_path"] = path + ", " + behind.ConnConfig.RuntimeParams["search_path"]
	p, err := pgxpool.NewWithConfig(t.Context(), config)
	check(t, err)
	defer p.Close()
	check(t, handle(t, p).Close()) // the first schema counts
	_, err = p.Exec(t.Context(), "drop table "+path+".linkpack_schema")
	check(t, err)
	if _, err := postgres.Open(t.Context(), p, nil); !errors.Is(err, postgres.ErrForeign) {
		t.Errorf("Open: %v, want %v", err, postgres.ErrForeign)
	}
	if err := postgres.Migrate(t.Context(), p); !errors.Is(err, postgres.ErrForeign) {
		t.Errorf("Migrate: %v, want %v", err, postgres.ErrForeign)
	}
}

// TestATableOfAnotherProgramIsRefused takes a column from one table after the other before
// it migrates.
func TestATableOfAnotherProgramIsRefused(t *testing.T) {
	p := migrated(t)
	rows, err := p.Query(t.Context(), "select table_name::text, min(column_name)::text from information_schema.columns"+
		" where table_schema = current_schema() and table_name <> 'linkpack_schema' group by 1")
	check(t, err)
	type column struct{ Table, Name string }
	columns, err := pgx.CollectRows(rows, pgx.RowToStructByPos[column])
	check(t, err)
	change := func(sql string, args ...any) {
		_, err := p.Exec(t.Context(), fmt.Sprintf(sql, args...))
		check(t, err)
	}
	for _, c := range columns {
		change("delete from linkpack_schema")
		change("alter table %s rename column %s to another", c.Table, c.Name)
		if err := postgres.Migrate(t.Context(), p); !errors.Is(err, postgres.ErrForeign) {
			t.Errorf("without %s of %s: %v, want %v", c.Name, c.Table, err, postgres.ErrForeign)
		}
		change("alter table %s rename column another to %s", c.Table, c.Name)
	}
	check(t, postgres.Migrate(t.Context(), p))
}
