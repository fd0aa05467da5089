package postgres_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/linkpack"
)

// TestAReadOnlyServerAnswersReads uses a server that takes no changes, such as a standby
// that has not been promoted.
func TestAReadOnlyServerAnswersReads(t *testing.T) {
	p := migrated(t)
	ctx := t.Context()
	check(t, handle(t, p).CreateLinks(ctx, &linkpack.Link{ID: "1", ShortCode: "x"}))
	config := p.Config()
	config.ConnConfig.RuntimeParams["default_transaction_read_only"] = "on"
	readOnly, err := pgxpool.NewWithConfig(ctx, config)
	check(t, err)
	defer readOnly.Close()
	s := handle(t, readOnly)
	defer s.Close()
	l, err := s.LinkByCode(ctx, "", "x")
	check(t, err)
	_, useErr := s.UseLink(ctx, l.Number, 1)
	_, leaseErr := s.LeaseLane(ctx, 0, "")
	_, logErr := s.ChangesAfter(ctx, 0, 0)
	for call, err := range map[string]error{
		"CreateLinks":  s.CreateLinks(ctx, &linkpack.Link{ID: "2", ShortCode: "y"}),
		"UseLink":      useErr,
		"LeaseLane":    leaseErr,
		"ChangesAfter": logErr, // numbers the rows first
	} {
		if err == nil || !strings.Contains(err.Error(), "read-only") {
			t.Errorf("%s: %v", call, err)
		}
	}
	if uses, err := s.LinkUses(ctx, l.Number); uses != 0 || err != nil {
		t.Errorf("%d uses, %v", uses, err)
	}
}
