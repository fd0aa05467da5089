package postgres

import (
	"context"
	"errors"
)

// errOvertaken says that another migrator has the lease.
var errOvertaken = errors.New("postgres: a statement took so long that another process goes on with the migration")

// The codes of two statements that make the same table at the same time.
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

// tune runs the statements that not every database understands.
func (m *migrator) tune(ctx context.Context) error {
	all, err := statements("tuning.sql")
	if err != nil {
		return err
	}
	for _, sql := range all {
		if err := m.step(ctx, sql); err != nil && !isCode(err, codeSyntax, codeUnsupported) {
			return err
		}
	}
	return nil
}
