package storetest

import "github.com/linkpack/linkpack-go/linkpack"

func externalIDsInBin() []promise {
	return []promise{
		{"a link in the bin has no external id until it is taken out", freesExternalIDInBin},
		{"a link whose external id was taken stays in the bin until it has another", waitsForAnotherExternalID},
		{"a link that is created in the bin takes no external id", takesNoExternalIDInBin},
		{"a link that leaves the bin for good leaves the external ids of others alone", leavesTakenExternalIDs},
		{"a change in the bin leaves the external ids of others alone", changesExternalIDInBin},
	}
}

func freesExternalIDInBin(p *probe) {
	l := external(1, "order")
	p.create(l)
	deleted := p.bin(l, 1)
	p.same("the external id of a link in the bin", deleted.ExternalID, "order")
	p.holdsInBin(deleted)
	p.lacksExternal("", "order")
	restored, err := p.unbin(l, asItIs)
	p.ok("UpdateLinks", err)
	p.holds(restored)
	p.takenExternal("CreateLinks", p.CreateLinks(p.ctx, external(2, "order")), 0, "order")
}

// passedOn creates a link with an external id, puts it into the bin, and creates another
// with the same.
func (p *probe) passedOn(externalID string) (deleted, owner *linkpack.Link) {
	p.tb.Helper()
	l, owner := external(1, externalID), external(2, externalID)
	p.create(l)
	deleted = p.bin(l, 1)
	p.create(owner)
	return deleted, owner
}

func waitsForAnotherExternalID(p *probe) {
	deleted, owner := p.passedOn("order")
	_, err := p.unbin(deleted, asItIs)
	p.takenExternal("taking out a link whose external id was taken", err, 0, "order")
	p.holdsInBin(deleted)
	p.holds(owner)
	for i, id := range []string{"another", ""} {
		restored, err := p.unbin(deleted, func(l *linkpack.Link) { l.ExternalID = id })
		p.ok("UpdateLinks with another external id", err)
		p.holds(restored)
		p.holds(owner)
		deleted = p.bin(restored, i+2)
	}
}

func takesNoExternalIDInBin(p *probe) {
	l, owner := external(1, "order"), external(2, "order")
	l.DeletedAt = binned(1)
	p.create(l)
	p.lacksExternal("", "order")
	p.create(owner)
	p.holdsInBin(l)
	p.holds(owner)
}

func leavesTakenExternalIDs(p *probe) {
	_, owner := p.passedOn("order")
	removed, err := p.EmptyBin(p.ctx, binned(2), *edit(), 9)
	p.ok("EmptyBin", err)
	p.same("links removed", removed, 1)
	p.holds(owner)
	p.bin(owner, 1)
	next := external(3, "order")
	p.create(next)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), owner.ID))
	p.holds(next)
}

func changesExternalIDInBin(p *probe) {
	deleted, owner := p.passedOn("order")
	deleted = p.change(deleted, func(l *linkpack.Link) { l.ExternalID = "other" })
	p.lacksExternal("", "other")
	p.holds(owner)
	deleted = p.change(deleted, func(l *linkpack.Link) { l.ExternalID = "order" })
	p.holdsInBin(deleted)
	p.holds(owner)
}
