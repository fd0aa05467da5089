package listing

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

// endless yields visitors for ever and counts them.
func endless(count *int) iter.Seq2[*linkpack.Visitor, error] {
	return func(yield func(*linkpack.Visitor, error) bool) {
		for ; yield(&linkpack.Visitor{ID: fmt.Sprintf("%09d", *count)}, nil); *count++ {
		}
	}
}

func TestAPageInTheOrderOfCreationReadsNoMoreThanItNeeds(t *testing.T) {
	plan, err := Visitors(linkpack.VisitorQuery{Ascending: true, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	page, next, err := plan.Page(t.Context(), endless(&count))
	if err != nil || len(page) != 10 || next == "" || count != 10 {
		t.Errorf("%d visitors, next %q, behind %d read ones, %v", len(page), next, count, err)
	}
}

func TestAScanEndsWithItsContext(t *testing.T) {
	plan, err := Visitors(linkpack.VisitorQuery{Sort: linkpack.VisitorSortName})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	count := 0
	if _, _, err := plan.Page(ctx, endless(&count)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestACursorBelongsToOneList(t *testing.T) {
	here := list{linkpack.KindLink, "acme", byte(linkpack.SortName), false}
	cursor := here.cursor(place{"name", "id"})
	if got, ok := here.parseCursor(cursor); !ok || got != (place{"name", "id"}) {
		t.Errorf("got %v, %v", got, ok)
	}
	for name, other := range map[string]linkpack.LinkQuery{
		"workspace": {Workspace: "acme2", Sort: linkpack.SortName},
		"order":     {Workspace: "acme", Sort: linkpack.SortCode},
		"direction": {Workspace: "acme", Sort: linkpack.SortName, Ascending: true},
	} {
		other.Cursor = cursor
		if _, err := Links(other); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("a cursor of another %s: %v", name, err)
		}
	}
	if _, err := Visitors(linkpack.VisitorQuery{Workspace: "acme", Sort: linkpack.VisitorSort(linkpack.SortName), Cursor: cursor}); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("a cursor of links in a list of visitors: %v", err)
	}
}

func TestTheDamageOfAListNamesAHundredRecordsAndCountsTheOthers(t *testing.T) {
	var bad Damage
	if bad.Err() != nil {
		t.Errorf("a sound list has the error %v", bad.Err())
	}
	for n := range 117 {
		bad.Add(&linkpack.DamagedError{Kind: linkpack.KindLink, ID: fmt.Sprint(n), Err: errors.New("a flipped bit")})
	}
	named := bad.Err().(interface{ Unwrap() []error }).Unwrap()
	last, ok := errors.AsType[*linkpack.DamagedError](named[len(named)-1])
	if len(named) != 100 || !ok || last.ID != "99" || last.Others != 17 {
		t.Errorf("%d records are named, the last is %v", len(named), last)
	}
}

func FuzzCursor(f *testing.F) {
	l := list{kind: linkpack.KindLink}
	for _, seed := range []string{l.cursor(place{"", "id"}), l.cursor(place{"v", ""}), "AAAAAA", "", "!", "AAAAAP________"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if p, ok := l.parseCursor(text); ok && l.cursor(p) != text {
			t.Errorf("%q is read as %v, which is %q", text, p, l.cursor(p))
		}
	})
}
