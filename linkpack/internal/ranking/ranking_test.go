package ranking

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// TestPlacesFollowEachOther compares with a sorted list of places, also behind places
// that no link has.
func TestPlacesFollowEachOther(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var links []uint32
	var clicks []uint64
	var sorted []Place
	for link := range uint32(200) {
		n := uint64(random.IntN(5))
		links, clicks = append(links, 3*link), append(clicks, n)
		if n > 0 {
			sorted = append(sorted, Place{n, 3 * link})
		}
	}
	slices.SortFunc(sorted, Place.Compare)
	r := New(1, time.Now(), links, clicks)
	for range 1000 {
		after, n := Place{uint64(random.IntN(6)), uint32(random.IntN(610))}, random.IntN(250)
		at, found := slices.BinarySearchFunc(sorted, after, Place.Compare)
		down := slices.Clone(sorted[:at])
		if slices.Reverse(down); after == (Place{}) {
			down = slices.Clone(sorted)
			slices.Reverse(down)
		}
		if found {
			at++
		}
		up := sorted[at:]
		if got := r.Next(after, true, n); !slices.Equal(got, up[:min(n, len(up))]) {
			t.Fatalf("%d behind %v: %v", n, after, got)
		}
		if got := r.Next(after, false, n); !slices.Equal(got, down[:min(n, len(down))]) {
			t.Fatalf("%d before %v: %v", n, after, got)
		}
	}
	for link := range uint32(610) {
		has := slices.ContainsFunc(sorted, func(p Place) bool { return p.Link == link })
		if r.Has(link) != has {
			t.Errorf("link %d: %t", link, r.Has(link))
		}
	}
}

func TestARankingWithoutClicksIsEmpty(t *testing.T) {
	r := New(1, time.Now(), []uint32{1, 2}, []uint64{0, 0})
	if r.Has(1) || len(r.Next(Place{}, true, 5)) > 0 || len(r.Next(Place{}, false, 5)) > 0 {
		t.Error("it has links")
	}
}

func TestACursorIsReadAsItWasWritten(t *testing.T) {
	for _, c := range []Cursor{
		{},
		{Made: time.Now().UnixNano(), Place: Place{math.MaxUint64, math.MaxUint32}},
		{Made: math.MinInt64, ID: "id", Page: "page"},
		{Made: 1, ID: "id"},
	} {
		text := c.Text("a")
		if got, ok := ParseCursor(text, "a"); !ok || got != c {
			t.Errorf("%q is read as %+v, %t", text, got, ok)
		}
		if _, ok := ParseCursor(text, "b"); ok {
			t.Errorf("%+v is believed in another list", c)
		}
	}
}

func FuzzCursor(f *testing.F) {
	for _, seed := range []string{Cursor{}.Text(""), Cursor{Made: 1, ID: "id", Page: "page"}.Text(""), "", "AAAAAA", "!", "AAAAAP________", "AAAA\nAAA"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if c, ok := ParseCursor(text, ""); ok && c.Text("") != text {
			t.Errorf("%q is read as %+v, which is %q", text, c, c.Text(""))
		}
	})
}
