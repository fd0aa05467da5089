package recount

import (
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Auditor collects what an audit finds.
type Auditor struct{ *analytics.Audit }

// Found adds a finding.
func (a *Auditor) Found(f analytics.Finding) {
	if len(a.Findings) == maxFindings {
		a.Omitted++
		return
	}
	a.Findings = append(a.Findings, f)
}

// beyond adds a day.
func (a *Auditor) beyond(day uint32) {
	date := wire.DateOf(day)
	if i, found := slices.BinarySearchFunc(a.Beyond, date, time.Time.Compare); !found {
		a.Beyond = slices.Insert(a.Beyond, i, date)
	}
}

// Compare compares a window, and what is not part of any in the last one. fix,
// if there is one, is told of everything first.
func (a *Auditor) Compare(tx analytics.Tx, c *Recount, fix *Mends) error {
	if c.last() {
		if err := c.Chains.heads(tx, &c.AuditScope, c.damaged); err != nil {
			return err
		}
		if err := c.pairLost(tx, func(p *lostComparison) { fix.lost(p); p.differences(a.Found) }, a.beyond); err != nil {
			return err
		}
	}
	return c.pair(tx, func(p *comparison) error {
		a.Rollups++
		if p.recounted != nil {
			a.Clicks += p.recounted.Requests()
		}
		if err := fix.rollup(p); err != nil {
			return err
		}
		return p.differences(a.Found)
	}, a.beyond)
}
