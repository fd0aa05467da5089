package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

func destinations() []promise {
	return []promise{
		{"a link is found by its destination, as it is now", findsByDestination},
		{"no target selects a link in the bin", selectsNoneInBin},
		{"a target selects what it matches, in its order", findsWhatTargetMatches},
		{"a link that is to lead where another leads is not created", createsWhereNoneLeads},
		{"when many create a link to one target, exactly one succeeds", onlyOneLeads},
	}
}

// targetOf returns the target of a link's destination.
func targetOf(l *linkpack.Link) linkpack.Target {
	return linkpack.Target{Workspace: l.Workspace, Domain: l.Domain, Destination: l.Destination}
}

// leads checks which link is found for a target; nil is none.
func (p *probe) leads(target linkpack.Target, want *linkpack.Link) {
	p.tb.Helper()
	got, err := p.LinkTo(p.ctx, target)
	if want == nil {
		p.fails("LinkTo", err, linkpack.ErrNotFound)
		return
	}
	p.ok("LinkTo", err)
	p.same("the link to a target", got, want)
}

func findsByDestination(p *probe) {
	l := link(1)
	l.Destination = "https://example.com/one"
	p.leads(targetOf(l), nil)
	p.create(l)
	p.leads(targetOf(l), l)
	p.leads(linkpack.Target{Destination: l.Destination}, l)
	changed := p.change(l, func(l *linkpack.Link) { l.Name = "changed" })
	p.leads(targetOf(l), changed)
	moved := p.change(l, func(l *linkpack.Link) { l.Destination = "https://example.com/two" })
	p.leads(targetOf(l), nil)
	p.leads(targetOf(moved), moved)
	p.failsAt("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), l.ID, id(9)), 1, linkpack.ErrNotFound)
	p.leads(targetOf(moved), moved)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), l.ID))
	p.leads(targetOf(moved), nil)
}

func selectsNoneInBin(p *probe) {
	l := link(1)
	p.create(l)
	deleted := p.bin(l, 1)
	p.leads(targetOf(l), nil)
	created := link(2)
	created.Destination, created.DeletedAt = l.Destination, binned(1)
	p.create(created)
	p.leads(targetOf(l), nil)
	free := linkpack.WithCondition(p.ctx, linkpack.Condition{Unlinked: []linkpack.Target{targetOf(l)}})
	other := link(3)
	other.Destination = l.Destination
	p.ok("CreateLinks to a target whose links are in the bin", p.CreateLinks(free, other))
	p.leads(targetOf(l), other)
	restored, err := p.unbin(deleted, asItIs)
	p.ok("UpdateLinks", err)
	p.leads(targetOf(l), restored)
	p.bin(restored, 2)
	_, err = p.EmptyBin(p.ctx, binned(9), *edit(), 9)
	p.ok("EmptyBin", err)
	p.leads(targetOf(l), other)
}

// vary changes what a target looks at, by chance.
func vary(l *linkpack.Link, random *rand.Rand) {
	pick := func(words ...string) string { return words[random.IntN(len(words))] }
	rarely := func() bool { return random.IntN(8) == 0 }
	l.Domain, l.Destination = pick("", "go.example.com"), pick("https://example.com/", "https://example.com/a")
	l.ExternalID = pick("", "", l.ID)
	l.Archived, l.Disabled, l.MaxClicks, l.PasswordHash = rarely(), rarely(), 0, ""
	if rarely() {
		l.MaxClicks = 5
	}
	if rarely() {
		l.PasswordHash = "$2a$10$"
	}
	l.DeletedAt, l.ExpiresAt = time.Time{}, time.Time{}
	if rarely() {
		l.DeletedAt = binned(random.IntN(3))
	}
	if n := random.IntN(6); n > 0 {
		l.ExpiresAt = day.Add(time.Duration(n-3) * time.Hour)
	}
}

// firstTo returns the link that a store must find: it reads all.
func firstTo(target linkpack.Target, all []*linkpack.Link) (first *linkpack.Link) {
	for _, l := range all {
		if l != nil && target.Matches(l) && (first == nil || comesBefore(l, first)) {
			first = l
		}
	}
	return first
}

// comesBefore reports whether a target prefers a to b.
func comesBefore(a, b *linkpack.Link) bool {
	switch {
	case (a.ExternalID == "") != (b.ExternalID == ""):
		return a.ExternalID == ""
	case !a.ExpiresAt.Equal(b.ExpiresAt):
		return a.ExpiresAt.IsZero() || !b.ExpiresAt.IsZero() && a.ExpiresAt.After(b.ExpiresAt)
	}
	return a.Number < b.Number
}

func findsWhatTargetMatches(p *probe) {
	random := rand.New(rand.NewPCG(1, 2))
	all := links(0, 79)
	for i, l := range all {
		l.Workspace = []string{linkpack.DefaultWorkspace, "acme"}[i%2]
		vary(l, random)
	}
	p.create(all...)
	for i, l := range all {
		switch i % 4 {
		case 1:
			all[i] = p.change(l, func(l *linkpack.Link) { vary(l, random) })
		case 2:
			p.ok("DeleteLinks", p.DeleteLinks(p.ctx, l.Workspace, *edit(), l.ID))
			all[i] = nil
		}
		p.leadsAsModel(all)
	}
}

// leadsAsModel checks all targets against a search of all links.
func (p *probe) leadsAsModel(all []*linkpack.Link) {
	p.tb.Helper()
	for n := range 16 {
		target := linkpack.Target{
			Workspace: []string{"", "acme"}[n&1], Domain: []string{"", "go.example.com"}[n>>1&1],
			Destination: "https://example.com/", WithoutExternalID: n>>2&1 == 1,
		}
		if n>>3&1 == 1 {
			target.At = day
		}
		p.leads(target, firstTo(target, all))
	}
}

func createsWhereNoneLeads(p *probe) {
	l, other := link(1), link(2)
	p.create(l)
	other.Destination = "https://example.com/other"
	free, taken := targetOf(other), targetOf(l)
	ctx := linkpack.WithCondition(p.ctx, linkpack.Condition{Unlinked: []linkpack.Target{free, taken}})
	p.fails("CreateLinks to a target that has a link", p.CreateLinks(ctx, other), linkpack.ErrConflict)
	p.lacks(other)
	p.leads(free, nil)
	taken.At = day
	p.change(l, func(l *linkpack.Link) { l.ExpiresAt = day })
	ctx = linkpack.WithCondition(p.ctx, linkpack.Condition{Unlinked: []linkpack.Target{free, taken}})
	p.ok("CreateLinks when the other has expired", p.CreateLinks(ctx, other))
	p.leads(free, other)
}

func onlyOneLeads(p *probe) {
	for round := range 5 {
		errs := together(func(w int) error {
			l := link(round*workers + w)
			l.Destination = fmt.Sprintf("https://example.com/%d", round)
			return p.CreateLinks(linkpack.WithCondition(p.ctx, linkpack.Condition{Unlinked: []linkpack.Target{targetOf(l)}}), l)
		})
		made := 0
		for _, err := range errs {
			if err == nil {
				made++
			} else if !errors.Is(err, linkpack.ErrConflict) {
				p.ok("CreateLinks", err)
			}
		}
		p.same("links that were made", made, 1)
	}
}
