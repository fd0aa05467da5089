package linkpack_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// people is a kit with a tracked link, whose clicks can be identified.
type people struct {
	*linkpacktest.Kit
	t    testing.TB
	link *linkpack.Link
}

func newPeople(t testing.TB, opts ...linkpack.Options) *people {
	t.Helper()
	kit := linkpacktest.New(t, opts...)
	return &people{kit, t, kit.NewLink(linkpack.Link{Destination: home, TrackConversions: true})}
}

// attributes are those of a visitor.
type attributes = map[string]any

// mail returns an e-mail attribute.
func mail(address string) attributes { return attributes{linkpack.AttributeEmail: address} }

// click makes a click with a visitor's key, which may be empty, and returns its lbid.
func (p *people) click(key string) string {
	p.t.Helper()
	return p.clickOn(p.link, key)
}

func (p *people) clickOn(link *linkpack.Link, key string) string {
	p.t.Helper()
	res, err := p.Visit(link).Key(key).Resolve()
	p.must(err)
	p.must(p.Record(p.t.Context(), res))
	return res.LBID()
}

func (p *people) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// identify says who made a click.
func (p *people) identify(lbid string, known attributes) *linkpack.Visitor {
	p.t.Helper()
	v, _, err := p.IdentifyVisitor(p.t.Context(), linkpack.Identification{Click: lbid, Attributes: known})
	p.must(err)
	return v
}

// visitorOf returns the ID of the visitor who made a click, or "".
func (p *people) visitorOf(lbid string) string {
	p.t.Helper()
	id, err := linkpack.ClickIDOf(lbid)
	p.must(err)
	p.must(p.Flush(p.t.Context()))
	for click, err := range p.Export(p.t.Context(), linkpack.ClickQuery{}) {
		p.must(err)
		if click.ID != id {
			continue
		}
		found, err := p.VisitorsOf(p.t.Context(), "", []analyticsClick{click})
		p.must(err)
		if v := found[id]; v != nil {
			return v.ID
		}
		return ""
	}
	p.t.Fatalf("no click %s", id)
	return ""
}
