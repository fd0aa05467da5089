package storetest

import (
	"fmt"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

func externalIDs() []promise {
	return []promise{
		{"a link is found by its external id, as it is now", findsByExternalID},
		{"any text can be looked up as an external id", acceptsAnyExternalID},
		{"an external id is given once in a workspace", givesExternalIDOnce},
		{"two links of one call cannot share an external id", refusesExternalTwins},
		{"a change cannot take an external id that is taken", refusesTakenExternalID},
		{"an external id that a link gives up is free", freesExternalID},
		{"a deleted link's external id is free", freesExternalIDOfDeleted},
		{"what fails leaves external ids as they were", keepsExternalIDs},
		{"when many create one external id, exactly one succeeds", onlyOneTakesExternalID},
	}
}

// external returns the nth link with an external id.
func external(n int, externalID string) *linkpack.Link {
	l := link(n)
	l.ExternalID = externalID
	return l
}

// takenExternal checks that an error is a TakenError for an external id.
func (p *probe) takenExternal(what string, got error, index int, externalID string) {
	p.tb.Helper()
	p.takenAs(what, got, &linkpack.TakenError{Index: index, ExternalID: externalID})
}

// lacksExternal checks that no link of a workspace has an external id.
func (p *probe) lacksExternal(workspace, externalID string) {
	p.tb.Helper()
	_, err := p.LinkByExternalID(p.ctx, workspace, externalID)
	p.fails(fmt.Sprintf("LinkByExternalID of %.20q", externalID), err, linkpack.ErrNotFound)
}

func findsByExternalID(p *probe) {
	l := external(1, "order 1")
	p.create(l, link(2))
	p.holds(l)
	byDefault, err := p.LinkByExternalID(p.ctx, "", l.ExternalID)
	p.ok("LinkByExternalID with an empty workspace", err)
	p.same("the link", byDefault, l)
	changed := p.change(l, func(l *linkpack.Link) { l.Name = "changed" })
	p.holds(changed)
	changed = p.change(l, func(l *linkpack.Link) { l.ExternalID = "order 2" })
	p.holds(changed)
	p.lacksExternal("", "order 1")
}

func acceptsAnyExternalID(p *probe) {
	p.create(external(1, "x"), link(2))
	for _, text := range []string{"", "X", "xx", "x\x00", "\xff\xfe", "'; --", "%", strings.Repeat("x", 100_000)} {
		p.lacksExternal("", text)
		p.lacksExternal("other"+text, "x")
	}
}

func givesExternalIDOnce(p *probe) {
	l := external(1, "order")
	p.create(l)
	p.takenExternal("the same in its workspace", p.CreateLinks(p.ctx, link(2), external(3, "order")), 1, "order")
	p.lacks(link(2))
	p.lacks(link(3))
	elsewhere := external(4, "order")
	elsewhere.Workspace = "elsewhere"
	p.create(elsewhere, external(5, "Order"), external(6, "order "))
	p.holds(elsewhere)
	p.holds(l)
}

func refusesExternalTwins(p *probe) {
	all := links(1, 3)
	all[0].ExternalID, all[2].ExternalID = "same", "same"
	p.takenExternal("CreateLinks", p.CreateLinks(p.ctx, all...), 2, "same")
	for _, l := range all {
		p.lacks(l)
	}
	p.lacksExternal("", "same")
}

func refusesTakenExternalID(p *probe) {
	l, other := external(1, "one"), external(2, "two")
	p.create(l, other)
	_, err := p.UpdateLinks(p.ctx, "", []string{other.ID, l.ID}, func(i int, l *linkpack.Link) error {
		l.Name = "changed"
		if i == 1 {
			l.ExternalID = "two"
		}
		return nil
	})
	p.takenExternal("UpdateLinks", err, 1, "two")
	p.holds(l)
	p.holds(other)
}

func freesExternalID(p *probe) {
	l, other := external(1, "one"), external(2, "two")
	p.create(l, other)
	changed, err := p.UpdateLinks(p.ctx, "", []string{l.ID, other.ID}, func(i int, l *linkpack.Link) error {
		l.ExternalID = []string{"", "one"}[i]
		return nil
	})
	p.ok("passing an external id on", err)
	p.holds(changed[0])
	p.holds(changed[1])
	p.lacksExternal("", "two")
	p.create(external(3, "two"))
}

func freesExternalIDOfDeleted(p *probe) {
	l := external(1, "order")
	p.create(l)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), l.ID))
	p.lacksExternal("", "order")
	again := external(2, "order")
	p.create(again)
	p.holds(again)
}

func keepsExternalIDs(p *probe) {
	l := external(1, "order")
	p.create(l)
	p.failsAt("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), l.ID, id(9)), 1, linkpack.ErrNotFound)
	_, err := p.UpdateLinks(p.ctx, "", []string{l.ID, id(9)}, func(_ int, l *linkpack.Link) error {
		l.ExternalID = "other"
		return nil
	})
	p.failsAt("UpdateLinks", err, 1, linkpack.ErrNotFound)
	p.holds(l)
	p.lacksExternal("", "other")
}

func onlyOneTakesExternalID(p *probe) {
	for round := range 5 {
		p.oneWon(together(func(w int) error {
			return p.CreateLinks(p.ctx, external(round*workers+w, fmt.Sprintf("wanted%d", round)))
		}))
	}
}
