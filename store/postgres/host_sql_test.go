package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// TestATransactionOfDatabaseSQL makes a link in a transaction of package database/sql, with
// the driver of pgx.
func TestATransactionOfDatabaseSQL(t *testing.T) {
	for _, end := range []struct {
		name, want string
		tx         func(*sql.Tx) error
	}{
		{"commit", "https://example.com/x", (*sql.Tx).Commit},
		{"rollback", "", (*sql.Tx).Rollback},
	} {
		t.Run(end.name, func(t *testing.T) {
			s := openShop(t, postgres.Options{})
			db := stdlib.OpenDBFromPool(s.pool)
			defer db.Close()
			conn, err := db.Conn(t.Context())
			check(t, err)
			defer conn.Close()
			tx, err := conn.BeginTx(t.Context(), &sql.TxOptions{Isolation: sql.LevelSerializable})
			check(t, err)
			_, err = tx.ExecContext(t.Context(), "insert into orders values ('x')")
			check(t, errors.Join(err, conn.Raw(func(driver any) error {
				ctx, err := within(t.Context(), driver)
				if err != nil {
					return err
				}
				_, err = s.here.CreateLink(ctx, linkpack.Link{ShortCode: "x", Destination: "https://example.com/x"})
				return err
			})))
			s.lead(t, "x", "")
			check(t, errors.Join(end.tx(tx), s.here.CatchUp(t.Context())))
			s.lead(t, "x", end.want)
		})
	}
}

// within returns a context with the transaction that a connection of database/sql has. It
// ends with that one.
func within(ctx context.Context, driver any) (context.Context, error) {
	tx, err := driver.(*stdlib.Conn).Conn().BeginTx(ctx, pgx.TxOptions{BeginQuery: "savepoint links"})
	return postgres.WithTx(ctx, tx), err
}
