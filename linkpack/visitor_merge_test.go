package linkpack_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestTwoVisitorsThatTurnOutToBeOneAreMerged(t *testing.T) {
	p := newPeople(t)
	first, second := p.click("phone"), p.click("laptop")
	p.Clock.Advance(time.Minute)
	old := p.identify(first, attributes{linkpack.AttributeFirstName: "A.", "plan": "free", "city": "Bonn"})
	p.Clock.Advance(time.Minute)
	young := p.identify(second, attributes{linkpack.AttributeEmail: "ada@example.com", linkpack.AttributeFirstName: "Ada", "plan": "pro"})
	p.Clock.Advance(time.Minute)
	v := p.identify(first, mail("ada@example.com"))
	want := &linkpack.Visitor{
		ID: old.ID, Workspace: old.Workspace, Revision: 2, CreatedAt: old.CreatedAt, FirstSeen: linkpacktest.Start(), LastSeen: linkpacktest.Start(),
		IdentifiedAt: linkpacktest.Start().Add(3 * time.Minute), UpdatedAt: linkpacktest.Start().Add(3 * time.Minute),
		Attributes: attributes{linkpack.AttributeEmail: "ada@example.com", linkpack.AttributeFirstName: "Ada", "plan": "pro", "city": "Bonn"},
	}
	if !equalVisitors(v, want) {
		t.Errorf("got %+v\nwant %+v", v, want)
	}
	if got, err := p.Visitor(t.Context(), "", young.ID); err != nil || !equalVisitors(got, want) {
		t.Errorf("by the younger ID: %+v, %v", got, err)
	}
	for _, lbid := range []string{first, second, p.click("laptop"), p.click("phone")} {
		if got := p.visitorOf(lbid); got != old.ID {
			t.Errorf("a click is of %q", got)
		}
	}
	if n, err := p.CountVisitors(t.Context(), ""); err != nil || n != 1 {
		t.Errorf("%d visitors, %v", n, err)
	}
}

func equalVisitors(a, b *linkpack.Visitor) bool {
	same := *a
	same.Attributes = b.Attributes
	return maps.Equal(a.Attributes, b.Attributes) && fmt.Sprint(same) == fmt.Sprint(*b)
}

func TestAMergeKeepsAtMostAHundredAttributes(t *testing.T) {
	p := newPeople(t)
	fill := func(prefix string) attributes {
		all := make(attributes)
		for n := range 99 {
			all[fmt.Sprintf("%s%02d", prefix, n)] = prefix
		}
		return all
	}
	first, second := p.click(""), p.click("")
	p.identify(first, fill("old"))
	p.Clock.Advance(time.Minute)
	newer := fill("new")
	newer[linkpack.AttributeEmail] = "ada@example.com"
	p.identify(second, newer)
	v := p.identify(first, attributes{linkpack.AttributeEmail: "ada@example.com", "old98": "kept"})
	if len(v.Attributes) != 100 || v.Attributes["new97"] != "new" || v.Attributes["new98"] != nil || v.Attributes["old98"] != "kept" || v.Attributes["old00"] != nil {
		t.Errorf("%d attributes: %v", len(v.Attributes), v.Attributes)
	}
}

// persona is a visitor of a simple model.
type persona struct {
	id         string
	attributes attributes
	last       int // when it was identified
	browsers   map[int]bool
}

// TestVisitorsAreThoseOfASimpleModel identifies clicks of a few browsers by a few
// e-mails at random, and compares all visitors with a model each time.
func TestVisitorsAreThoseOfASimpleModel(t *testing.T) {
	p := newPeople(t)
	rng := rand.New(rand.NewPCG(1, 2))
	var lbids []string
	for n := range 8 {
		lbids = append(lbids, p.click(fmt.Sprint("browser ", n)))
	}
	var model []*persona
	ever := make(map[string]bool) // IDs
	for step := range 300 {
		p.Clock.Advance(time.Second)
		browser := rng.IntN(len(lbids))
		known := attributes{[]string{"a", "b"}[rng.IntN(2)]: float64(step)}
		if rng.IntN(2) == 0 {
			known[linkpack.AttributeEmail] = fmt.Sprintf("%d@example.com", rng.IntN(4))
		}
		once := rng.IntN(3) == 0
		v, isNew, err := p.IdentifyVisitor(t.Context(), linkpack.Identification{Click: lbids[browser], Attributes: known, SetOnce: once})
		p.must(err)
		ever[v.ID] = true
		var wantNew bool
		model, wantNew = identifyModelled(model, browser, known, once, step, v.ID)
		if isNew != wantNew {
			t.Fatalf("step %d: new %v, want %v", step, isNew, wantNew)
		}
		if rng.IntN(40) == 0 {
			p.must(p.DeleteVisitor(t.Context(), "", v.ID))
			gone := slices.IndexFunc(model, func(m *persona) bool { return m.id == v.ID })
			for browser := range model[gone].browsers { // the clicks have lost their lbid
				lbids[browser] = p.click(fmt.Sprint("browser ", browser))
			}
			model = slices.Delete(model, gone, gone+1)
		}
		matchPersonas(t, p, model)
	}
	if len(ever) < 10 {
		t.Errorf("only %d visitors in all", len(ever))
	}
}

// identifyModelled is IdentifyVisitor in the model. A new persona gets the ID.
func identifyModelled(model []*persona, browser int, known attributes, once bool, step int, id string) (_ []*persona, isNew bool) {
	var same []*persona
	for _, m := range model { // in the order of IDs
		email := known[linkpack.AttributeEmail]
		if m.browsers[browser] || email != nil && m.attributes[linkpack.AttributeEmail] == email {
			same = append(same, m)
		}
	}
	if same == nil {
		isNew = true
		same = []*persona{{id: id, attributes: attributes{}, browsers: map[int]bool{}}}
		model = append(model, same[0])
	}
	one := same[0]
	byTime := slices.SortedFunc(slices.Values(same), func(a, b *persona) int { return a.last - b.last })
	all := attributes{}
	for _, m := range byTime {
		maps.Copy(all, m.attributes)
	}
	for name, value := range known {
		if _, has := all[name]; !has || !once {
			all[name] = value
		}
	}
	for _, m := range same {
		maps.Copy(one.browsers, m.browsers)
	}
	one.attributes, one.last, one.browsers[browser] = all, step+1, true
	return slices.DeleteFunc(model, func(m *persona) bool { return m != one && slices.Contains(same, m) }), isNew
}

// matchPersonas checks that the visitors are those of the model.
func matchPersonas(t *testing.T, p *people, model []*persona) {
	t.Helper()
	i := 0
	for v, err := range p.Visitors(t.Context(), linkpack.VisitorQuery{Ascending: true, Limit: 2}) {
		p.must(err)
		if i >= len(model) || v.ID != model[i].id || !maps.Equal(v.Attributes, model[i].attributes) {
			t.Fatalf("visitor %d of %d is %+v", i, len(model), v)
		}
		i++
	}
	if i != len(model) {
		t.Fatalf("%d visitors, want %d", i, len(model))
	}
}

func TestVisitorsThatMergeAtOnceBecomeOne(t *testing.T) {
	p := newPeople(t)
	const many = 12
	var ids []string
	var lbids []string
	for i := range many {
		lbids = append(lbids, p.click(fmt.Sprint("browser ", i)))
		ids = append(ids, p.identify(lbids[i], mail(fmt.Sprintf("%d@example.com", i))).ID)
	}
	var wg sync.WaitGroup
	for i := range many { // each links two neighbours
		wg.Go(func() {
			_, _, err := p.IdentifyVisitor(t.Context(), linkpack.Identification{
				Click: lbids[i], Attributes: mail(fmt.Sprintf("%d@example.com", (i+1)%many)), SetOnce: true,
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i := range many { // an e-mail of a visitor that was merged meanwhile was nobody's
		p.identify(lbids[i], mail("all@example.com"))
	}
	for _, id := range ids {
		if v, err := p.Visitor(t.Context(), "", id); err != nil || v.ID != ids[0] {
			t.Errorf("%s leads to %+v, %v", id, v, err)
		}
	}
	if n, err := p.CountVisitors(t.Context(), ""); err != nil || n != 1 {
		t.Errorf("%d visitors, %v", n, err)
	}
}
