package linkpack_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// addUp adds up the batches of an iteration. An error ends it.
func addUp(t *testing.T, batches func(func(linkpack.LinkBatch, error) bool)) (sum linkpack.LinkBatch, steps int) {
	t.Helper()
	for batch, err := range batches {
		if err != nil {
			t.Fatal(err)
		}
		sum.Matched += batch.Matched
		sum.Changed += batch.Changed
		sum.Failed = append(sum.Failed, batch.Failed...)
		steps++
	}
	return sum, steps
}

// grouped makes n links in a group.
func grouped(t *testing.T, kit *linkpacktest.Kit, n int, link linkpack.Link) []*linkpack.Link {
	t.Helper()
	link.Destination = home
	made, err := kit.CreateLinks(t.Context(), slices.Repeat([]linkpack.Link{link}, n))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// count returns the number of links that a query selects.
func count(t *testing.T, kit *linkpacktest.Kit, query linkpack.LinkQuery) int {
	t.Helper()
	n, err := kit.CountLinks(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestLinksOfAGroupAreChangedByAQuery(t *testing.T) {
	kit, records := domainKit(t)
	for _, host := range []string{"old.example", "new.example"} {
		activate(t, kit, records, linkpack.Domain{Host: host})
	}
	old, fresh, archived := "OLD.example.", "new.example", true
	for name, c := range map[string]struct {
		update func(*linkpack.Link) error
		after  linkpack.LinkQuery // which selects the links once they are changed
	}{
		"to another group":  {func(l *linkpack.Link) error { l.Group = "after"; return nil }, linkpack.LinkQuery{Group: "after"}},
		"to another domain": {func(l *linkpack.Link) error { l.Domain = fresh; return nil }, linkpack.LinkQuery{Domain: &fresh}},
		"to another tag":    {func(l *linkpack.Link) error { l.Tags = []string{"after"}; return nil }, linkpack.LinkQuery{Tags: []string{"after"}}},
		"to the archive":    {func(l *linkpack.Link) error { l.Archived = true; return nil }, linkpack.LinkQuery{Archived: &archived}},
		"to another name":   {func(l *linkpack.Link) error { l.Name = "after " + l.ID; return nil }, linkpack.LinkQuery{Search: "AFTER"}},
		"disabled": {
			func(l *linkpack.Link) error { l.Disabled, l.DisabledReason, l.Notes = true, "abuse", "x"; return nil }, linkpack.LinkQuery{Domain: &old},
		},
	} {
		t.Run(name, func(t *testing.T) {
			grouped(t, kit, 5, linkpack.Link{Group: "others"})
			made := grouped(t, kit, 600, linkpack.Link{Group: "before", Domain: "old.example"})
			query := linkpack.LinkQuery{Group: "before", Domain: &old, Sort: linkpack.SortUpdated, Ascending: true}
			if n := count(t, kit, query); n != 600 {
				t.Fatalf("%d links are counted", n)
			}
			sum, steps := addUp(t, kit.UpdateLinksWhere(linkpack.WithActor(t.Context(), "ann"), query, c.update))
			if sum.Matched != 600 || sum.Changed != 600 || len(sum.Failed) > 0 || steps != 3 {
				t.Errorf("%d steps: %+v", steps, sum)
			}
			if n := count(t, kit, c.after); n != 600 {
				t.Errorf("%d links are changed", n)
			}
			for _, l := range made[298:302] {
				revisions, err := kit.LinkRevisions(t.Context(), "", l.ID)
				if err != nil || len(revisions) != 2 || revisions[0].Actor != "ann" {
					t.Errorf("history %+v, %v", revisions, err)
				}
			}
			all, _ := addUp(t, kit.DeleteLinksWhere(t.Context(), c.after))
			if all.Matched != 600 || all.Changed != 600 || count(t, kit, c.after) != 0 {
				t.Errorf("deleted: %+v", all)
			}
			if n := count(t, kit, linkpack.LinkQuery{Group: "others"}); n == 0 {
				t.Error("links of another group are deleted")
			}
		})
	}
}

func TestALinkThatCannotBeChangedKeepsNoOther(t *testing.T) {
	kit, records := domainKit(t)
	activate(t, kit, records, linkpack.Domain{Host: "new.example"})
	made := grouped(t, kit, 300, linkpack.Link{})
	taken := made[290]
	kit.NewLink(linkpack.Link{Domain: "new.example", ShortCode: taken.ShortCode, Destination: home})
	refused := errors.New("not this one")
	sum, _ := addUp(t, kit.UpdateLinksWhere(t.Context(), linkpack.LinkQuery{Domain: new("")}, func(l *linkpack.Link) error {
		switch l.ID {
		case made[10].ID:
			l.Destination = "nowhere"
		case made[20].ID:
			return refused
		case made[30].ID:
			return nil
		}
		l.Domain = "new.example"
		return nil
	}))
	want := map[string]error{made[10].ID: linkpack.ErrInvalid, made[20].ID: refused, taken.ID: linkpack.ErrExists}
	if sum.Matched != 300 || sum.Changed != 296 || len(sum.Failed) != len(want) {
		t.Errorf("%+v", sum)
	}
	for _, f := range sum.Failed {
		if !errors.Is(f.Err, want[f.ID]) || strings.Contains(f.Err.Error(), "links[") {
			t.Errorf("%s: %v, want %v", f.ID, f.Err, want[f.ID])
		}
	}
	if n := count(t, kit, linkpack.LinkQuery{Domain: new("")}); n != 4 {
		t.Errorf("%d links are left", n)
	}
}

func TestACodeThatTwoLinksWouldHaveGoesToOne(t *testing.T) {
	kit := linkpacktest.New(t)
	grouped(t, kit, 3, linkpack.Link{})
	sum, _ := addUp(t, kit.UpdateLinksWhere(t.Context(), linkpack.LinkQuery{}, func(l *linkpack.Link) error { l.ShortCode = "same"; return nil }))
	if sum.Matched != 3 || sum.Changed != 1 || len(sum.Failed) != 2 {
		t.Errorf("%+v", sum)
	}
}
