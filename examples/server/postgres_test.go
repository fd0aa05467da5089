package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/linkpack/linkpack-go/store/postgres/postgrestest"
)

// secretDSN begins an address that has a password.
const secretDSN = "password=hunter2-secret "

// TestOnPostgres starts servers on databases of one PostgreSQL server.
func TestOnPostgres(t *testing.T) {
	pg := postgrestest.Start(t)
	t.Run("servers share links", func(t *testing.T) { testServersShareLinks(t, emptyDatabase(t, pg)) })
	t.Run("every lane is in use", func(t *testing.T) { testEveryLaneIsInUse(t, emptyDatabase(t, pg)) })
	t.Run("a newer schema", func(t *testing.T) {
		dsn := emptyDatabase(t, pg)
		start(t, t.TempDir(), "-postgres", dsn).terminate()
		execute(t, dsn, "insert into linkpack_schema values (1000, 'linkpack-go', now(), now())")
		wantRefused(t, dsn, "newer than this release")
	})
	t.Run("a role without rights", func(t *testing.T) {
		dsn := emptyDatabase(t, pg)
		execute(t, dsn, "create role nobody login")
		wantRefused(t, strings.Replace(dsn, "user=linkpack", "user=nobody", 1), "permission denied")
	})
	t.Run("a database that does not exist", func(t *testing.T) {
		wantRefused(t, pg.DSN()+" dbname=missing", `database "missing" does not exist`)
	})
	t.Run("the database is away", func(t *testing.T) { testDatabaseIsAway(t, pg) })
}

func TestWithoutAPostgresServer(t *testing.T) {
	wantRefused(t, "host=/nonexistent dbname=links", "/nonexistent")
	wantRefused(t, "host=127.0.0.1,localhost port=1 dbname=links", "connection refused")
}

func TestFlagsOfPostgres(t *testing.T) {
	for name, test := range map[string]struct {
		args, want []string
	}{
		"no address":      {[]string{"-postgres", ""}, []string{"-postgres", "URL"}},
		"a bad port":      {[]string{"-postgres", "postgres://me:hunter2-secret/x@h/links"}, []string{"-postgres", "URL"}},
		"a bad setting":   {[]string{"-postgres", secretDSN + "host=h sslmode=maybe"}, []string{"-postgres", "pairs"}},
		"pairs apart":     {[]string{"-postgres", "host=h", "password=hunter2-secret"}, []string{"unexpected argument", "-postgres"}},
		"a file, too":     {[]string{"-postgres", secretDSN, "-db", "x.db"}, []string{"-db", "-postgres"}},
		"lanes of a file": {[]string{"-lanes", "3"}, []string{"-lanes", "-postgres"}},
		"no lanes":        {[]string{"-postgres", secretDSN, "-lanes", "0"}, []string{"-lanes 0", "1023"}},
		"a short token":   {[]string{"-postgres", secretDSN, "-token", "short"}, []string{"-token", "16"}},
	} {
		t.Run(name, func(t *testing.T) {
			complaint := fail(t, t.TempDir(), test.args...)
			wantComplaint(t, complaint, test.want...)
			wantNoSecret(t, complaint)
		})
	}
}

// wantRefused checks that the server does not start on a database.
func wantRefused(t *testing.T, dsn string, words ...string) {
	t.Helper()
	dir := t.TempDir()
	complaint := fail(t, dir, "-postgres", secretDSN+dsn)
	wantComplaint(t, complaint, append(words, "-postgres")...)
	wantNoSecret(t, complaint)
	if exists(dir, "linkpack.db") {
		t.Error("it made a file")
	}
}

func wantNoSecret(t *testing.T, printed string) {
	t.Helper()
	if strings.Contains(printed, "hunter2") {
		t.Errorf("the password is shown: %s", printed)
	}
}

func testServersShareLinks(t *testing.T, dsn string) {
	const token = "0123456789abcdef"
	dir := t.TempDir()
	one := start(t, dir, "-postgres", secretDSN+dsn, "-token", token, "-seed", "10")
	other := start(t, dir, "-postgres", secretDSN+dsn, "-token", token)
	if exists(dir, "linkpack.db") {
		t.Error("a server made a file")
	}
	status, made := call(t, http.MethodPost, one.url+"/api/v1/shorten", token, `{"longUrl":"https://example.com/shared"}`)
	if status != http.StatusOK {
		t.Fatalf("shorten: %d %v", status, made)
	}
	for _, p := range []*process{one, other} {
		call(t, http.MethodGet, p.url+"/api/v1/links", token, "")
		if n := limitedClients(t, dsn); n != 1 {
			t.Errorf("the rate limits of %d clients are counted in the database, want that of the token", n)
		}
		if got := visit(t, p.url+"/"+made["shortCode"].(string)); got != "https://example.com/shared" {
			t.Errorf("the link leads to %q", got)
		}
		if got := visit(t, p.url+"/c00009"); got != "https://example.com/seed/9" {
			t.Errorf("the seeded link leads to %q", got)
		}
		if !strings.Contains(p.printed, "Links in database ") {
			t.Errorf("it does not say where the links are:\n%s", p.printed)
		}
		p.terminate()
		wantNoSecret(t, p.printed+p.stderr.String())
	}
}

func testEveryLaneIsInUse(t *testing.T, dsn string) {
	one := start(t, t.TempDir(), "-postgres", dsn, "-lanes", "1")
	wantComplaint(t, fail(t, t.TempDir(), "-postgres", dsn, "-lanes", "1"), "lane")
	one.terminate()
	start(t, t.TempDir(), "-postgres", dsn, "-lanes", "1").terminate()
}

// testDatabaseIsAway kills the database under a server. What is cached is served on.
func testDatabaseIsAway(t *testing.T, pg *postgrestest.Server) {
	p := start(t, t.TempDir(), "-postgres", secretDSN+pg.DSN())
	visit(t, p.url+"/device")
	if got := get(t, p.url+"/readyz"); got != "200 ready\n" {
		t.Errorf("ready: %q", got)
	}
	pg.Kill(t)
	if got := get(t, p.url+"/readyz"); got != "503 the store does not answer\n" {
		t.Errorf("without the database: %q", got)
	}
	if got := get(t, p.url+"/healthz"); got != "200 alive\n" {
		t.Errorf("the process: %q", got)
	}
	visit(t, p.url+"/device")
	pg.Restart(t)
	eventually(t, "it is ready again", func() bool { return strings.HasPrefix(get(t, p.url+"/readyz"), "200") })
	if rest := p.terminate(); !strings.Contains(rest, "Clicks lost: 0") {
		t.Errorf("it ends with %q", rest)
	}
	wantNoSecret(t, p.printed+p.stderr.String())
}

// emptyDatabase makes a database and returns how to connect to it.
func emptyDatabase(t *testing.T, pg *postgrestest.Server) string {
	t.Helper()
	name := "links_" + strings.ToLower(rand.Text())
	execute(t, pg.DSN(), "create database "+name)
	return pg.DSN() + " dbname=" + name
}

// execute runs a statement in a database.
func execute(t *testing.T, dsn, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

// limitedClients returns how many rate limits are counted in a database.
func limitedClients(t *testing.T, dsn string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := conn.QueryRow(t.Context(), "select count(*) from linkpack_limits").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// get returns status and body of an answer.
func get(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(response.StatusCode, " ", string(body))
}

// eventually waits until something is so.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !is(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it does not come true that %s", what)
		}
	}
}
