package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

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
