package postgres

import (
	"context"
	"errors"
)

// errOvertaken says that another migrator has the lease.
var errOvertaken = errors.New("postgres: a statement took so long that another process goes on with the migration")

// The codes of two statements that make the same table at the same time. The last one is that
// of any row that there can be only one of.
const codeDuplicateTable, codeDuplicateType, codeUnique = "42P07", "42710", "23505"

// The codes of statements that a database does not know.
const codeSyntax, codeUnsupported = "42601", "0A000"

// exec runs a statement of a migration. All of them can be run again.
func (m *migrator) exec(ctx context.Context, sql string, args ...any) (err error) {
	for range 10 {
		if _, err = m.pool.Exec(ctx, sql, args...); !isCode(err, codeDuplicateTable, codeDuplicateType, codeUnique) {
			break
		}
	}
	return failed(err)
}

// step is exec for a statement that needs the lease.
func (m *migrator) step(ctx context.Context, sql string, args ...any) error {
	held, err := m.lease(ctx)
	if err == nil && !held {
		err = errOvertaken
	}
	if err != nil {
		return err
	}
	return m.exec(ctx, sql, args...)
}

// finish checks that no table is foreign, which was there and so has not been made, and
// runs the statements that not every database understands.
func (m *migrator) finish(ctx context.Context) error {
	if err := m.runFile(ctx, "columns.sql"); err != nil {
		return err
	}
	return m.runFile(ctx, "tuning.sql", codeSyntax, codeUnsupported)
}

// runFile runs the statements of a file, which may fail with some codes.
func (m *migrator) runFile(ctx context.Context, name string, allowed ...string) error {
	all, err := statements(name)
	if err != nil {
		return err
	}
	for _, sql := range all {
		if err := m.step(ctx, sql); err != nil && !isCode(err, allowed...) {
			return err
		}
	}
	return nil
}
