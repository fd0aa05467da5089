package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
)

// ImportClicks counts clicks of the past, such as those of another system, or
// those that [clickfile.WriteJSON] wrote:
//
//	links.ImportClicks(ctx, workspace, clickfile.ReadJSON(file))
//
// A click's link is the workspace's link with its id, or else with its domain
// and short code. Its rule and its destination have to be those of one of the
// link's revisions, of the click's Revision if they fit there; without a
// destination the one of the rule is taken. Everything else stays as the click
// says, its Class and its Agent too, see [recorder.HitOf]; for clicks of
// which only headers and addresses are known there is [Shortener.ImportVisits].
//
// It returns how many clicks are on disk. A click that cannot be taken is an
// *[analytics.ImportError], and nothing of its block is written; see
// [recorder.Recorder.Import].
func (s *Shortener) ImportClicks(ctx context.Context, workspace string, clicks iter.Seq2[analytics.Click, error]) (taken int, err error) {
	im := clickImport{links: s, workspace: cmp.Or(workspace, DefaultWorkspace), plans: make(map[analytics.LinkRef][]*analytics.Plan)}
	return s.recorder.Import(ctx, func(yield func(analytics.Hit, error) bool) {
		for click, err := range clicks {
			var hit analytics.Hit
			if err == nil {
				hit, err = im.hit(ctx, &click)
			}
			if !yield(hit, err) {
				return
			}
		}
	})
}

// clickImport finds the plans of the links that clicks name.
type clickImport struct {
	links     *Shortener
	workspace string
	plans     map[analytics.LinkRef][]*analytics.Plan // of all revisions, the newest first
}

// maxImportLinks is the number of links whose plans an import remembers.
const maxImportLinks = 4096

// hit returns the hit of a click, by the plan of its revision, or else by the
// newest plan that it fits.
func (im *clickImport) hit(ctx context.Context, click *analytics.Click) (analytics.Hit, error) {
	plans, err := im.plansOf(ctx, analytics.LinkRef{ID: click.Link.ID, Domain: click.Link.Domain, ShortCode: click.Link.ShortCode})
	if err != nil {
		return analytics.Hit{}, err
	}
	if i := slices.IndexFunc(plans, func(p *analytics.Plan) bool { return p.Revision == click.Revision }); i > 0 {
		if hit, err := recorder.HitOf(click, plans[i]); err == nil {
			return hit, nil
		}
	}
	var first error
	for _, plan := range plans {
		hit, err := recorder.HitOf(click, plan)
		if err == nil {
			return hit, nil
		}
		first = cmp.Or(first, err)
	}
	return analytics.Hit{}, first
}

// plansOf returns the plans of a link's revisions.
func (im *clickImport) plansOf(ctx context.Context, name analytics.LinkRef) ([]*analytics.Plan, error) {
	if plans := im.plans[name]; plans != nil {
		return plans, nil
	}
	link, err := im.find(ctx, name)
	if err != nil {
		return nil, err
	}
	revisions, err := im.links.store.LinkRevisions(ctx, im.workspace, link.ID, 0, 0)
	if err != nil {
		return nil, err
	}
	workspace, err := im.links.numberOfWorkspace(ctx, im.workspace)
	if err != nil {
		return nil, err
	}
	plans := make([]*analytics.Plan, len(revisions))
	for i, revision := range revisions {
		table, err := im.links.tableOf(ctx, revision)
		if err != nil {
			return nil, fmt.Errorf("revision %d: %w", revision.Revision, err)
		}
		var e entry
		e.setPlan(revision, workspace, table.Splits())
		plans[i] = &e.plan
	}
	if len(im.plans) >= maxImportLinks {
		clear(im.plans)
	}
	im.plans[name] = plans
	return plans, nil
}

// find returns the link with a name.
func (im *clickImport) find(ctx context.Context, name analytics.LinkRef) (*Link, error) {
	if name.ID != "" {
		link, err := im.links.Link(ctx, im.workspace, name.ID)
		if err == nil || name.ShortCode == "" || !errors.Is(err, ErrNotFound) {
			return link, err
		}
	}
	return im.links.LinkByCode(ctx, im.workspace, name.Domain, name.ShortCode)
}
