package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestVisitorsAreListedByWhatIsKnownOfThem(t *testing.T) {
	p := newPeople(t)
	ada := p.identify(p.click(""), attributes{
		linkpack.AttributeEmail: "ada@example.com", linkpack.AttributeFirstName: "Ada", linkpack.AttributeLastName: "Byron", "company": "Acme Corp",
	}).ID
	bob := p.identify(p.click(""), attributes{linkpack.AttributeEmail: "bob@example.com", "plan": "pro", "seats": 7}).ID
	carl := p.identify(p.click(""), nil).ID
	for name, test := range map[string]struct {
		query linkpack.VisitorQuery
		want  []string
	}{
		"all":                 {linkpack.VisitorQuery{}, []string{carl, bob, ada}},
		"oldest first":        {linkpack.VisitorQuery{Ascending: true}, []string{ada, bob, carl}},
		"by e-mail":           {linkpack.VisitorQuery{Email: "BOB@example.com"}, []string{bob}},
		"by half an e-mail":   {linkpack.VisitorQuery{Email: "bob"}, nil},
		"by name":             {linkpack.VisitorQuery{Search: "ada byron"}, []string{ada}},
		"by an attribute":     {linkpack.VisitorQuery{Search: "ACME"}, []string{ada}},
		"by both":             {linkpack.VisitorQuery{Email: "bob@example.com", Search: "acme"}, nil},
		"sorted by e-mail":    {linkpack.VisitorQuery{Sort: linkpack.VisitorSortEmail}, []string{bob, ada, carl}},
		"of a link":           {linkpack.VisitorQuery{Link: p.link.ID, Limit: 3}, []string{carl, bob, ada}},
		"of a link by e-mail": {linkpack.VisitorQuery{Link: p.link.ID, Email: "ada@example.com"}, []string{ada}},
	} {
		page, err := p.ListVisitors(t.Context(), test.query)
		var got []string
		for _, v := range page.Visitors {
			got = append(got, v.ID)
		}
		if err != nil || !slices.Equal(got, test.want) || page.Next != "" || page.Visitors == nil {
			t.Errorf("%s: %v, %v", name, page, err)
		}
	}
	if keys, err := p.VisitorAttributes(t.Context(), "", ""); err != nil || strings.Join(keys, " ") != "$email $firstName $lastName company plan seats" {
		t.Errorf("attribute keys %v, %v", keys, err)
	}
}

// TestVisitorsOfALink identifies some of the clicks on three links, with and without
// keys, and reads the lists of each in pages of every size.
func TestVisitorsOfALink(t *testing.T) {
	p := newPeople(t)
	links := []*linkpack.Link{p.link}
	for range 2 {
		links = append(links, p.NewLink(linkpack.Link{Destination: home, TrackConversions: true}))
	}
	want := make(map[string][]string) // IDs of visitors by link, newest first
	for n := range 40 {
		key, on := "", links[n%2]
		if n%3 == 0 {
			key = fmt.Sprint("browser ", n)
			p.clickOn(links[2], key)
		}
		v := p.identify(p.clickOn(on, key), attributes{fmt.Sprint("key", n%2): "x"})
		want[on.ID] = append([]string{v.ID}, want[on.ID]...)
		if key != "" {
			want[links[2].ID] = append([]string{v.ID}, want[links[2].ID]...)
		}
	}
	p.must(p.DeleteLink(t.Context(), "", links[1].ID))
	p.must(p.Flush(t.Context()))
	for _, link := range links {
		for _, limit := range []int{1, 2, 13, 14, 15, 20, 1000} {
			var got []string
			query := linkpack.VisitorQuery{Link: link.ID, Limit: limit}
			for pages := 1; ; pages++ {
				page, err := p.ListVisitors(t.Context(), query)
				p.must(err)
				for _, v := range page.Visitors {
					got = append(got, v.ID)
				}
				if query.Cursor = page.Next; query.Cursor == "" {
					if most := (len(want[link.ID]) + limit - 1) / limit; pages != most {
						t.Errorf("%d pages of %d, want %d", pages, limit, most)
					}
					break
				}
			}
			if !slices.Equal(got, want[link.ID]) {
				t.Errorf("pages of %d: %d visitors, want %d", limit, len(got), len(want[link.ID]))
			}
		}
	}
	if keys, err := p.VisitorAttributes(t.Context(), "", links[0].ID); err != nil || !slices.Equal(keys, []string{"key0"}) {
		t.Errorf("attribute keys %v, %v", keys, err)
	}
}

func TestQueriesForVisitorsThatCannotBe(t *testing.T) {
	p := newPeople(t)
	p.identify(p.click(""), nil)
	p.identify(p.click(""), nil)
	page, err := p.ListVisitors(t.Context(), linkpack.VisitorQuery{Limit: 1})
	p.must(err)
	for field, query := range map[string]linkpack.VisitorQuery{
		"limit":           {Limit: 1001},
		"limit of a link": {Limit: -1, Link: p.link.ID},
		"sort":            {Sort: 99},
		"search":          {Search: strings.Repeat("x", 8193)},
		"cursor":          {Cursor: page.Next, Ascending: true},
		"cursor of links": {Cursor: "x", Link: p.link.ID},
	} {
		name, _, _ := strings.Cut(field, " ")
		_, err := p.ListVisitors(t.Context(), query)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != name {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := p.ListVisitors(t.Context(), linkpack.VisitorQuery{Link: "none"}); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("an unknown link: %v", err)
	}
	if all, err := p.VisitorsOf(t.Context(), "", nil); err != nil || len(all) != 0 {
		t.Errorf("visitors of no clicks: %v, %v", all, err)
	}
}

func TestADamagedVisitorIsLeftOutOfLists(t *testing.T) {
	store := memory.New()
	s, err := linkpack.New(linkpacktest.DamagedStore{Store: store}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(t.Context())
	link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home})
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []linkpack.VisitorQuery{{}, {Link: link.ID}} {
		page, err := s.ListVisitors(t.Context(), query)
		if !errors.Is(err, linkpack.ErrDamaged) || page.Visitors == nil {
			t.Errorf("%v, %v", page, err)
		}
	}
	if keys, err := s.VisitorAttributes(t.Context(), "", ""); !errors.Is(err, linkpack.ErrDamaged) || len(keys) > 0 {
		t.Errorf("attribute keys %v, %v", keys, err)
	}
}

func TestAVisitorIsChanged(t *testing.T) {
	p := newPeople(t)
	ada := p.identify(p.click(""), attributes{linkpack.AttributeEmail: "ada@example.com", "plan": "free"})
	bob := p.identify(p.click(""), mail("bob@example.com"))
	p.Clock.Advance(time.Millisecond)
	v, err := p.UpdateVisitor(t.Context(), "", ada.ID, attributes{"plan": "pro", "city": "Bonn"})
	want := ada.Clone()
	want.Attributes["plan"], want.Attributes["city"] = "pro", "Bonn"
	want.Revision, want.UpdatedAt = 2, linkpacktest.Start().Add(time.Millisecond)
	if err != nil || !equalVisitors(v, want) {
		t.Errorf("%+v, %v\nwant %+v", v, err, want)
	}
	if v, err := p.UpdateVisitor(t.Context(), "", ada.ID, attributes{"plan": "pro"}); err != nil || !equalVisitors(v, want) {
		t.Errorf("nothing new: %+v, %v", v, err)
	}
	if _, err := p.UpdateVisitor(t.Context(), "", ada.ID, mail("bob@example.com")); !errors.Is(err, linkpack.ErrExists) {
		t.Errorf("the e-mail of another visitor: %v", err)
	}
	if _, err := p.UpdateVisitor(t.Context(), "", ada.ID, mail("none")); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("no e-mail: %v", err)
	}
	if v, err := p.DeleteVisitorAttribute(t.Context(), "", ada.ID, "plan"); err != nil || v.Attributes["plan"] != nil || v.Revision != 3 {
		t.Errorf("%+v, %v", v, err)
	}
	if v, err := p.DeleteVisitorAttribute(t.Context(), "", bob.ID, linkpack.AttributeEmail); err != nil || v.Email() != "" {
		t.Errorf("%+v, %v", v, err)
	}
	for name, call := range map[string]func() error{
		"Visitor":                           func() error { return only(p.Visitor(t.Context(), "", "none")) },
		"Visitor of another workspace":      func() error { return only(p.Visitor(t.Context(), "other", ada.ID)) },
		"UpdateVisitor":                     func() error { return only(p.UpdateVisitor(t.Context(), "", "none", nil)) },
		"DeleteVisitor":                     func() error { return p.DeleteVisitor(t.Context(), "", "none") },
		"DeleteVisitorAttribute, a visitor": func() error { return only(p.DeleteVisitorAttribute(t.Context(), "", "none", "plan")) },
		"DeleteVisitorAttribute, a key":     func() error { return only(p.DeleteVisitorAttribute(t.Context(), "", ada.ID, "plan")) },
	} {
		if err := call(); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// countedLists counts the pages of visitors that are read.
type countedLists struct {
	linkpack.Store
	n int
}

func (s *countedLists) ListVisitors(ctx context.Context, query linkpack.VisitorQuery) (linkpack.VisitorPage, error) {
	s.n++
	return s.Store.ListVisitors(ctx, query)
}

// TestAllVisitorsInAnyOrderAreReadInLargePages reads ten visitors, one a page.
func TestAllVisitorsInAnyOrderAreReadInLargePages(t *testing.T) {
	a := newArchive(t, nil)
	a.must(a.Close(t.Context()))
	lists := &countedLists{Store: a.store}
	a.open(lists, nil)
	for i := range 10 {
		a.identify(a.click(""), mail(fmt.Sprintf("%d@example.com", i)))
	}
	for sort, want := range map[linkpack.VisitorSort]int{linkpack.VisitorSortCreated: 10, linkpack.VisitorSortEmail: 1} {
		n := 0
		lists.n = 0
		for _, err := range a.Visitors(t.Context(), linkpack.VisitorQuery{Sort: sort, Limit: 1}) {
			a.must(err)
			n++
		}
		if n != 10 || lists.n != want {
			t.Errorf("order %d: %d visitors of %d pages", sort, n, lists.n)
		}
	}
}
