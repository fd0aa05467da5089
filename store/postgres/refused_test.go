package postgres_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/store/postgres"
)

// TestTheServerTakesNoChangesForAWhile makes it read-only under load, as a server is from
// which another one has taken over.
func TestTheServerTakesNoChangesForAWhile(t *testing.T) {
	server := own(t)
	p := pool(t, server.DSN())
	defer p.Close()
	check(t, postgres.Migrate(t.Context(), p))
	l := newLoad(t, p)
	l.begin(t.Context())
	l.progress(t)
	configure(t, p, "default_transaction_read_only = on")
	l.fails(t, "25006")
	_, err := l.store.LinkByCode(t.Context(), "", "first")
	check(t, err)
	configure(t, p, "default_transaction_read_only = off")
	l.end(t, 0)
}

// TestTheServerHasNoConnectionLeft begins a load when other programs have all connections.
func TestTheServerHasNoConnectionLeft(t *testing.T) {
	server := own(t, "max_connections=10")
	p := pool(t, server.DSN())
	defer p.Close()
	check(t, postgres.Migrate(t.Context(), p))
	l := newLoad(t, p)
	p.Reset()
	others := occupy(t, server.DSN())
	l.begin(t.Context())
	l.fails(t, "53300")
	for _, conn := range others {
		check(t, conn.Close(t.Context()))
	}
	l.end(t, 0)
}

// configure changes the settings of a running server.
func configure(t *testing.T, p *pgxpool.Pool, setting string) {
	t.Helper()
	for _, sql := range []string{"alter system set " + setting, "select pg_reload_conf()"} {
		_, err := p.Exec(t.Context(), sql)
		check(t, err)
	}
}

// occupy makes connections until nobody else has one and there is none left.
func occupy(t *testing.T, dsn string) (all []*pgx.Conn) {
	t.Helper()
	for clients := 0; ; {
		conn, err := pgx.Connect(t.Context(), dsn)
		if err == nil {
			all = append(all, conn)
			continue
		}
		if !strings.Contains(err.Error(), "53300") {
			t.Fatal(err)
		}
		check(t, all[0].QueryRow(t.Context(), "select count(*) from pg_stat_activity where backend_type = 'client backend'").Scan(&clients))
		if clients == len(all) {
			return all
		}
	}
}
