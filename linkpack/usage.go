package linkpack

import (
	"context"
	"errors"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// Usage is what a workspace has and uses, as for a bill or a quota.
type Usage struct {
	// Links is the number of links, archived and disabled ones included, without
	// those in the bin.
	Links int `json:"links"`
	// Groups is the number of groups.
	Groups int `json:"groups"`
	// Domains is the number of domains, also those that are not verified.
	Domains int `json:"domains"`
	// Tokens is the number of tokens.
	Tokens int `json:"tokens"`
	// Designs is the number of designs, without their earlier revisions.
	Designs int `json:"designs"`
	// Templates is the number of templates.
	Templates int `json:"templates"`
	// Visitors is the number of visitors.
	Visitors int `json:"visitors"`
	// Clicks is the number of human clicks since Since, those of deleted links
	// included, without clicks that were erased.
	Clicks uint64 `json:"clicks"`
	// Since is the start of the current month in the workspace's time zone.
	Since time.Time `json:"since"`
}

// Usage returns what a workspace has and uses, or ErrNotFound. Its cost does not grow
// with the number of links. It reads all domains of the store; damaged ones are not
// counted. Clicks cost as much as the statistics of one link over a month; those of the
// last 100 ms may be missing.
func (s *Shortener) Usage(ctx context.Context, workspace string) (*Usage, error) {
	ctx, err := permit(ctx, workspace, MayRead)
	if err != nil {
		return nil, err
	}
	owner, err := s.Workspace(ctx, workspace)
	if err != nil {
		return nil, err
	}
	u := new(Usage)
	if u.Links, err = s.store.CountLinks(ctx, owner.ID); err != nil {
		return nil, err
	}
	if u.Groups, err = s.store.CountDocuments(ctx, KindGroup, owner.ID); err != nil {
		return nil, err
	}
	if u.Tokens, err = s.store.CountDocuments(ctx, KindToken, owner.ID); err != nil {
		return nil, err
	}
	if u.Designs, err = s.store.CountDocuments(ctx, KindDesign, owner.ID); err != nil {
		return nil, err
	}
	if u.Templates, err = s.store.CountDocuments(ctx, KindTemplate, owner.ID); err != nil {
		return nil, err
	}
	if u.Visitors, err = s.store.CountVisitors(ctx, owner.ID); err != nil {
		return nil, err
	}
	domains, err := s.Domains(ctx, owner.ID)
	if err != nil && !errors.Is(err, ErrDamaged) { // which may be about another workspace's
		return nil, err
	}
	u.Domains = len(domains)
	return u, s.countClicks(ctx, owner, u)
}

// countClicks sets the clicks of the current month.
func (s *Shortener) countClicks(ctx context.Context, owner *Workspace, u *Usage) error {
	zone, err := time.LoadLocation(owner.Timezone)
	if err != nil {
		return err
	}
	now := s.opts.Clock().In(zone)
	u.Since = time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, zone)
	number, err := s.numberOfWorkspace(ctx, owner.ID)
	if err != nil || number == 0 {
		return err
	}
	found, err := s.recorder.Stats(ctx, analytics.Query{
		Workspace: number, From: u.Since, To: now.Add(time.Nanosecond), Location: zone, Top: 1,
	})
	if err == nil {
		u.Clicks = found.Clicks()
	}
	return err
}
