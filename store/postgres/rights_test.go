package postgres_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// as returns a pool of a role that has some rights on the schema of another pool, "%s".
func as(t *testing.T, p *pgxpool.Pool, rights ...string) *pgxpool.Pool {
	t.Helper()
	var schema string
	check(t, p.QueryRow(t.Context(), "select current_schema()").Scan(&schema))
	role := schema + "_role"
	do := func(sql string) {
		_, err := p.Exec(context.Background(), strings.ReplaceAll(sql, "%s", schema))
		check(t, err)
	}
	do("create role " + role)
	t.Cleanup(func() {
		do("drop owned by " + role)
		do("drop role " + role)
	})
	for _, right := range rights {
		do("grant " + right + " to " + role)
	}
	config := p.Config()
	config.ConnConfig.RuntimeParams["role"] = role
	limited, err := pgxpool.NewWithConfig(t.Context(), config)
	check(t, err)
	t.Cleanup(limited.Close)
	return limited
}

func TestARoleWithoutRightsIsToldWhichAreMissing(t *testing.T) {
	const use, read = "usage on schema %s", "select on all tables in schema %s"
	for name, c := range map[string]struct {
		schema        func(testing.TB) *pgxpool.Pool
		rights        []string
		open, migrate string // what the error says; empty if there is none
	}{
		"none, without tables":              {unmigrated, nil, "USAGE", "USAGE"},
		"none":                              {migrated, nil, "USAGE", "USAGE"},
		"to use the schema, without tables": {unmigrated, []string{use}, "call Migrate", "right CREATE"},
		"to use the schema":                 {migrated, []string{use}, "permission denied for table linkpack_schema", "right CREATE"},
		"to read":                           {migrated, []string{use, read}, "", ""},
		"to create, without tables":         {unmigrated, []string{"usage, create on schema %s"}, "call Migrate", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := as(t, c.schema(t), c.rights...)
			_, err := postgres.Open(t.Context(), p, nil)
			wantText(t, "Open", err, c.open)
			wantText(t, "Migrate", postgres.Migrate(t.Context(), p), c.migrate)
		})
	}
}

func unmigrated(tb testing.TB) *pgxpool.Pool { return pool(tb, shared.empty(tb)) }

// wantText checks that an error has a text, or is nil if there is none.
func wantText(t *testing.T, call string, err error, text string) {
	t.Helper()
	if (err == nil) != (text == "") || err != nil && !strings.Contains(err.Error(), text) {
		t.Errorf("%s: %v, want %q", call, err, text)
	}
}

// TestARoleThatMayOnlyReadIsToldWhenItWrites names the table in the error.
func TestARoleThatMayOnlyReadIsToldWhenItWrites(t *testing.T) {
	s := handle(t, as(t, migrated(t), "usage on schema %s", "select on all tables in schema %s"))
	defer s.Close()
	_, err := s.CountLinks(t.Context(), "")
	check(t, err)
	_, leaseErr := s.LeaseLane(t.Context(), 0, "reader")
	_, useErr := s.UseLink(t.Context(), 64, 1)
	for table, err := range map[string]error{
		"linkpack_counters":  s.CreateLinks(t.Context(), &linkpack.Link{ID: "1", ShortCode: "x"}),
		"linkpack_documents": s.CreateDocument(t.Context(), &linkpack.Document{Kind: "token", ID: "1"}, nil),
		"linkpack_lanes":     leaseErr,
		"linkpack_link_uses": useErr,
	} {
		wantText(t, table, err, "permission denied for table "+table)
	}
}

// TestARoleNeedsNoMoreThanToReadAndWrite does what a store does with rows.
func TestARoleNeedsNoMoreThanToReadAndWrite(t *testing.T) {
	s := handle(t, as(t, migrated(t), "usage on schema %s", "select, insert, update, delete on all tables in schema %s"))
	defer s.Close()
	furnish(t, s)
	lease, err := s.LeaseLane(t.Context(), 0, "writer")
	check(t, err)
	check(t, lease.UpdateClicks(t.Context(), fill))
	for call, err := range ask(t, s) {
		wantText(t, call, err, "")
	}
}
