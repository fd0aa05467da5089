package storetest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

func mergingVisitors() []promise {
	return []promise{
		{"visitors that turn out to be one become the one with the first id", mergesVisitors},
		{"the id of a merged visitor leads to the one that is left, also after more merges", followsMergedIDs},
		{"deleting a visitor removes all that leads to it", deletesVisitor},
		{"deleting a visitor leaves a document in the same transaction", leavesDocument},
		{"visitors are those of a simple model", modelsVisitors},
		{"when many identify one person, there is one visitor", identifiesOnce},
	}
}

func mergesVisitors(p *probe) {
	p.identify(visitor(3), identity(3))
	p.identify(visitor(1), identity(1))
	p.identify(visitor(2), identity(2))
	found, v := p.joined(visitor(3).Email(), identity(2), identity(1), identity(4))
	p.same("what was found", found, []*linkpack.Visitor{visitor(1), visitor(2), visitor(3)})
	want := visitor(1)
	want.Revision++
	p.same("what JoinVisitors returned", v, want)
	p.holdsVisitor(want, identity(1), identity(2), identity(3), identity(4))
	n, err := p.CountVisitors(p.ctx, "acme")
	p.ok("CountVisitors", err)
	p.same("the number of visitors", n, 1)
	_, err = p.VisitorByEmail(p.ctx, "acme", visitor(2).Email())
	p.fails("the e-mail of a merged visitor", err, linkpack.ErrNotFound)
}

func followsMergedIDs(p *probe) {
	for n := 5; n > 0; n-- { // each merges into an older one
		p.identify(visitor(n), identity(n))
		if n < 5 {
			p.joined("", identity(n), identity(n+1))
		}
	}
	want := visitor(1)
	want.Revision++
	for n := 1; n <= 5; n++ {
		got, err := p.Visitor(p.ctx, "acme", id(n))
		p.ok("Visitor", err)
		p.same(fmt.Sprint("visitor by the id of visitor ", n), got, want)
	}
	want = p.changeVisitor(visitor(5), func(v *linkpack.Visitor) { v.Attributes["plan"] = "pro" })
	p.same("the id of the visitor that was updated", want.ID, id(1))
	p.holdsVisitor(want, identity(1), identity(2), identity(3), identity(4), identity(5))
	again := visitor(4)
	again.Attributes = nil
	_, err := p.JoinVisitors(p.ctx, "acme", "", []string{identity(9)}, *edit(), func([]*linkpack.Visitor) (*linkpack.Visitor, error) { return again, nil })
	p.fails("a new visitor with the id of a merged one", err, linkpack.ErrExists)
}

func deletesVisitor(p *probe) {
	p.identify(visitor(1), identity(1))
	p.identify(visitor(2), identity(2))
	p.joined("", identity(1), identity(2))
	p.identify(visitor(3), identity(3))
	p.ok("DeleteVisitor", p.DeleteVisitor(p.ctx, "acme", id(2), *edit(), nil))
	p.lacksVisitor(visitor(1), identity(1), identity(2))
	p.lacksVisitor(visitor(2))
	p.holdsVisitor(visitor(3), identity(3))
	p.identify(visitor(2), identity(1))
	p.holdsVisitor(visitor(2), identity(1))
}

func leavesDocument(p *probe) {
	p.identify(visitor(1), identity(2), identity(1))
	p.identify(visitor(2), identity(3))
	leave := func(id string, identities []string) *linkpack.Document {
		d := document(1)
		d.Body = []byte(fmt.Sprintf(`{"n":1,"what":%q,"count":%d}`, id, len(identities)))
		return d
	}
	var told []string
	p.ok("DeleteVisitor", p.DeleteVisitor(p.ctx, "acme", id(1), *edit(), func(id string, identities []string) *linkpack.Document {
		told = slices.Clone(identities)
		return leave(id, identities)
	}))
	p.same("the identities of the deleted visitor", told, []string{identity(1), identity(2)})
	want := leave(id(1), told)
	want.Revision = 1
	p.holdsDocument(want)
	p.lacksVisitor(visitor(1), identity(1), identity(2))
	err := p.DeleteVisitor(p.ctx, "acme", id(2), *edit(), leave)
	p.fails("DeleteVisitor with a document that exists", err, linkpack.ErrExists)
	p.holdsVisitor(visitor(2), identity(3))
	p.ok("DeleteVisitor", p.DeleteVisitor(p.ctx, "acme", id(2), *edit(), func(string, []string) *linkpack.Document { return nil }))
}

// crowd is a simple model of the visitors of a workspace. A visitor is a set of
// identities; ids maps each id that was ever given to the one it leads to.
type crowd struct {
	owner map[string]int // by identity, the id
	ids   map[int]int
	email map[int]int // by id, a number below 4
	next  int
}

func modelsVisitors(p *probe) {
	rng := rand.New(rand.NewPCG(3, 14))
	m := crowd{owner: map[string]int{}, ids: map[int]int{}, email: map[int]int{}}
	for range 400 {
		if rng.IntN(10) == 0 && m.next > 0 {
			p.removeModelled(&m, 1+rng.IntN(m.next))
		} else {
			p.joinModelled(&m, rng)
		}
		p.matches(&m)
	}
}

// removeModelled deletes the visitor with an id from the store and the model.
func (p *probe) removeModelled(m *crowd, n int) {
	p.tb.Helper()
	err := p.DeleteVisitor(p.ctx, "acme", id(n), *edit(), nil)
	gone, ok := m.ids[n]
	if !ok {
		p.fails("DeleteVisitor", err, linkpack.ErrNotFound)
		return
	}
	p.ok("DeleteVisitor", err)
	for name, owner := range m.owner {
		if owner == gone {
			delete(m.owner, name)
		}
	}
	for from, to := range m.ids {
		if to == gone {
			delete(m.ids, from)
		}
	}
	delete(m.email, gone)
}

// joinModelled joins some identities and an e-mail in the store and the model.
func (p *probe) joinModelled(m *crowd, rng *rand.Rand) {
	p.tb.Helper()
	email, names := rng.IntN(4), []string{identity(rng.IntN(12)), identity(rng.IntN(12))}
	var want []int
	for n, e := range m.email {
		if e == email {
			want = append(want, n)
		}
	}
	for _, name := range names {
		if n, ok := m.owner[name]; ok {
			want = append(want, n)
		}
	}
	slices.Sort(want)
	want = slices.Compact(want)
	_, err := p.JoinVisitors(p.ctx, "acme", fmt.Sprintf("%d@example.com", email), names, *edit(), func(found []*linkpack.Visitor) (*linkpack.Visitor, error) {
		var got []int
		for _, v := range found {
			got = append(got, int(v.Attributes["n"].(float64)))
		}
		p.same("the visitors that are joined", got, want)
		v := &linkpack.Visitor{ID: id(m.next + 1), Attributes: map[string]any{"n": float64(m.next + 1)}}
		if len(found) > 0 {
			v = found[0]
		}
		v.Attributes[linkpack.AttributeEmail] = fmt.Sprintf("%d@example.com", email)
		return v, nil
	})
	p.ok("JoinVisitors", err)
	if want == nil {
		m.next++
		want, m.ids[m.next] = []int{m.next}, m.next
	}
	m.merge(want)
	for _, name := range names {
		m.owner[name] = want[0]
	}
	m.email[want[0]] = email
}

// merge makes one visitor of several.
func (m *crowd) merge(all []int) {
	for _, gone := range all[1:] {
		for name, owner := range m.owner {
			if owner == gone {
				m.owner[name] = all[0]
			}
		}
		for from, to := range m.ids {
			if to == gone {
				m.ids[from] = all[0]
			}
		}
		delete(m.email, gone)
	}
}

// matches checks that the store has what the model has.
func (p *probe) matches(m *crowd) {
	p.tb.Helper()
	n, err := p.CountVisitors(p.ctx, "acme")
	p.ok("CountVisitors", err)
	p.same("the number of visitors", n, len(m.email))
	for from := 1; from <= m.next; from++ {
		v, err := p.Visitor(p.ctx, "acme", id(from))
		to, ok := m.ids[from]
		if !ok {
			p.fails("Visitor", err, linkpack.ErrNotFound)
			continue
		}
		p.ok("Visitor", err)
		p.same("the visitor that an id leads to", v.ID, id(to))
	}
	for n := range 12 {
		all, err := p.VisitorsByIdentity(p.ctx, "acme", []string{identity(n)})
		p.ok("VisitorsByIdentity", err)
		owner, ok := m.owner[identity(n)]
		if p.same("whether an identity has a visitor", all[0] != nil, ok); ok {
			p.same("the visitor of an identity", all[0].ID, id(owner))
		}
	}
}

func identifiesOnce(p *probe) {
	errs := together(func(w int) error {
		_, err := p.JoinVisitors(p.ctx, "acme", "ada@example.com", []string{identity(w)}, *edit(), func(found []*linkpack.Visitor) (*linkpack.Visitor, error) {
			v := visitor(w + 1)
			if len(found) > 0 {
				v = found[0]
			}
			v.Attributes = map[string]any{linkpack.AttributeEmail: "ada@example.com"}
			v.Revision++
			return v, nil
		})
		return err
	})
	for w, err := range errs {
		p.ok(fmt.Sprint("worker ", w), err)
	}
	page, err := p.ListVisitors(p.ctx, linkpack.VisitorQuery{Workspace: "acme"})
	p.ok("ListVisitors", err)
	p.same("visitors", len(page.Visitors), 1)
	p.same("changes of the visitor", page.Visitors[0].Revision, uint64(workers+1))
	all, err := p.VisitorIdentities(p.ctx, "acme", []string{page.Visitors[0].ID})
	p.ok("VisitorIdentities", err)
	p.same("its identities", len(all[0]), workers)
	p.same("their order", slices.IsSortedFunc(all[0], cmp.Compare[string]), true)
}
