package postgrestest_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/linkpack/linkpack-go/store/postgres/postgrestest"
)

func TestARestartedServerHasWhatItHad(t *testing.T) {
	server := postgrestest.Start(t)
	run := func(sql string) {
		t.Helper()
		conn, err := pgx.Connect(t.Context(), server.DSN())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(t.Context())
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	run("create table kept (n int)")
	server.Kill(t)
	if _, err := pgx.Connect(t.Context(), server.DSN()); err == nil {
		t.Error("a killed server answers")
	}
	server.Restart(t)
	run("select n from kept")
}
