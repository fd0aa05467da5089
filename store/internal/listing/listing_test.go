package listing

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

// endless yields links for ever and counts them.
func endless(count *int) iter.Seq2[*linkpack.Link, error] {
	return func(yield func(*linkpack.Link, error) bool) {
		for ; yield(&linkpack.Link{ID: fmt.Sprintf("%09d", *count)}, nil); *count++ {
		}
	}
}

func TestAPageInTheOrderOfCreationReadsNoMoreThanItNeeds(t *testing.T) {
	plan, err := New(linkpack.LinkQuery{Ascending: true, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	page, err := plan.Page(t.Context(), endless(&count))
	if err != nil || len(page.Links) != 10 || page.Next == "" || count != 10 {
		t.Errorf("%d links, next %q, behind %d read ones, %v", len(page.Links), page.Next, count, err)
	}
}

func TestAScanEndsWithItsContext(t *testing.T) {
	plan, err := New(linkpack.LinkQuery{Sort: linkpack.SortName})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	count := 0
	if _, err := plan.Page(ctx, endless(&count)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestACursorBelongsToOneList(t *testing.T) {
	here := linkpack.LinkQuery{Workspace: "acme", Sort: linkpack.SortName}
	here.Cursor = cursor(&here, place{"name", "id"})
	if got, ok := parseCursor(&here); !ok || got != (place{"name", "id"}) {
		t.Errorf("got %v, %v", got, ok)
	}
	for name, other := range map[string]linkpack.LinkQuery{
		"workspace": {Workspace: "acme2", Sort: linkpack.SortName},
		"order":     {Workspace: "acme", Sort: linkpack.SortCode},
		"direction": {Workspace: "acme", Sort: linkpack.SortName, Ascending: true},
	} {
		other.Cursor = here.Cursor
		if _, err := New(other); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("a cursor of another %s: %v", name, err)
		}
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
	q := linkpack.LinkQuery{}
	for _, seed := range []string{cursor(&q, place{"", "id"}), cursor(&q, place{"v", ""}), "AAAAAA", "", "!", "AAAAAP________"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q := linkpack.LinkQuery{Cursor: text}
		if p, ok := parseCursor(&q); ok && cursor(&q, p) != text {
			t.Errorf("%q is read as %v, which is %q", text, p, cursor(&q, p))
		}
	})
}
