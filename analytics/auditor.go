package analytics

import (
	"slices"
	"time"
)

// maxFindings bounds the memory of an audit.
const maxFindings = 10_000

// auditor collects what an audit finds.
type auditor struct{ *Audit }

// found adds a finding.
func (a *auditor) found(f Finding) {
	if len(a.Findings) == maxFindings {
		a.Omitted++
		return
	}
	a.Findings = append(a.Findings, f)
}

// beyond adds a day.
func (a *auditor) beyond(day uint32) {
	date := dateOf(day)
	if i, found := slices.BinarySearchFunc(a.Beyond, date, time.Time.Compare); !found {
		a.Beyond = slices.Insert(a.Beyond, i, date)
	}
}

// compare compares a window, and what is not part of any in the last one. fix,
// if there is one, is told of everything first.
func (a *auditor) compare(tx Tx, c *recount, fix *mends) error {
	if c.last() {
		if err := c.chains.heads(tx, &c.scope, c.damaged); err != nil {
			return err
		}
		if err := c.pairLost(tx, func(p *lostPairing) { fix.lost(p); p.differences(a.found) }, a.beyond); err != nil {
			return err
		}
	}
	return c.pair(tx, func(p *pairing) error {
		a.Rollups++
		if p.recounted != nil {
			a.Clicks += p.recounted.requests()
		}
		if err := fix.rollup(p); err != nil {
			return err
		}
		return p.differences(a.found)
	}, a.beyond)
}
