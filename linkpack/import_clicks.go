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

// ImportClicks records clicks of the past, such as those of another system or
// those of [Shortener.Export] in a file that clickfile.WriteJSON wrote:
//
//	links.ImportClicks(ctx, workspace, clickfile.ReadJSON(file))
//
// A click belongs to the workspace's link with its ID, or else with its domain
// and short code. Its rule and destination must be those of a revision of the
// link; if they match the click's Revision, that one is used. A click without a
// destination gets the destination of its rule. All other fields are kept,
// including Class and Agent; see recorder.HitOf. If you have only headers
// and addresses, use [Shortener.ImportVisits].
//
// ImportClicks returns the number of clicks that are on disk. If a click cannot
// be imported, it returns an *[analytics.ImportError], and nothing of that
// click's block is written; see recorder.Recorder.Import.
func (s *Shortener) ImportClicks(ctx context.Context, workspace string, clicks iter.Seq2[analytics.Click, error]) (taken int, err error) {
	if ctx, err = permit(ctx, workspace, MayCreate); err != nil {
		return 0, err
	}
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

// clickImport finds the plans for imported clicks.
type clickImport struct {
	links     *Shortener
	workspace string
	plans     map[analytics.LinkRef][]*analytics.Plan // of all revisions, newest first
}

// maxImportLinks is the number of links whose plans are kept.
const maxImportLinks = 4096

// hit returns the hit of a click with the plan of its revision, or else with the
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
		link, err := im.links.store.Link(ctx, im.workspace, name.ID)
		if err == nil || name.ShortCode == "" || !errors.Is(err, ErrNotFound) {
			return link, err
		}
	}
	return im.links.LinkByCode(ctx, im.workspace, name.Domain, name.ShortCode)
}
