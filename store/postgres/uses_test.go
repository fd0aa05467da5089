package postgres_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

// TestAVisitorDoesNotWaitForAUseThatIsBeingWritten gives a use up while its row is locked.
func TestAVisitorDoesNotWaitForAUseThatIsBeingWritten(t *testing.T) {
	p := migrated(t)
	l := &linkpack.Link{ID: "1", ShortCode: "x"}
	s := handle(t, p)
	defer s.Close()
	check(t, s.CreateLinks(t.Context(), l))
	_, err := s.UseLink(t.Context(), l.Number, 100)
	check(t, err)
	locked, err := p.Begin(t.Context())
	check(t, err)
	_, err = locked.Exec(t.Context(), "select uses from linkpack_link_uses for update")
	check(t, err)
	ctx, giveUp := context.WithCancel(t.Context())
	impatient := meddled(t, p, func(sql string) {
		if strings.Contains(sql, "update linkpack_link_uses") {
			giveUp()
		}
	})
	defer impatient.Close()
	if _, err := impatient.UseLink(ctx, l.Number, 100); !errors.Is(err, context.Canceled) {
		t.Errorf("UseLink: %v, want %v", err, context.Canceled)
	}
	check(t, locked.Rollback(t.Context()))
	if _, err := impatient.UseLink(t.Context(), l.Number, 100); err != nil {
		t.Errorf("the next use: %v", err)
	}
}
