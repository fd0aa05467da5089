package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/routing/useragent"
)

// load reads the link of an address from the store and compiles it.
func (s *Shortener) load(ctx context.Context, at cache.Address) (*entry, error) {
	ctx = outside(ctx)
	link, err := s.store.Store.LinkByCode(ctx, at.Domain, at.Code) // visits need no group
	switch {
	case errors.Is(err, ErrNotFound):
		return miss(at, cache.UnknownCode), nil
	case errors.Is(err, ErrGone):
		return miss(at, cache.DeletedCode), nil
	case err != nil:
		return nil, err
	}
	if s.isDeleted(link.Workspace) {
		return miss(at, cache.DeletedCode), nil
	}
	e, err := s.compile(ctx, link)
	if err != nil {
		return nil, fmt.Errorf("compiling stored link %s: %w", link.ID, err)
	}
	return e, nil
}

// miss returns the entry of an address without a link.
func miss(at cache.Address, why cache.Miss) *entry {
	return &entry{Head: cache.Head{Weight: weighMiss(at), Miss: why}}
}

// compile compiles a link for visits. It checks again every URL that visitors
// may be redirected to, since the store may have been written by something
// other than this package.
func (s *Shortener) compile(ctx context.Context, link *Link) (*entry, error) {
	e := &entry{
		status:       uint16(cmp.Or(link.RedirectStatus, defaultStatus)),
		forwardQuery: link.ForwardQuery, forwardPath: link.ForwardPath,
	}
	var (
		m   more
		err error
	)
	if m.table, err = s.tableOf(ctx, link); err != nil {
		return nil, err
	}
	if m.locations, err = s.targets(link); err != nil {
		return nil, err
	}
	if !link.isPlain() {
		fallback, err := s.fallback(link, link.FallbackURL)
		if err != nil {
			return nil, err
		}
		m.gated = &gated{link: link, fallback: fallback}
	}
	m.near = s.isNear(link.Destination) || slices.ContainsFunc(link.Rules, func(r routing.Rule) bool { return s.isNear(r.Destination) })
	m.tracked = link.TrackConversions
	if m.table != nil || m.locations != nil || m.gated != nil || m.near || m.tracked {
		e.more = &m
	}
	workspace, err := s.numberOfWorkspace(ctx, link.Workspace)
	if err != nil {
		return nil, err
	}
	e.setPlan(link, workspace, m.table.Splits())
	e.Weight = weigh(link, e)
	return e, nil
}

// tableOf compiles a link's rules. It returns nil if there are none.
func (s *Shortener) tableOf(ctx context.Context, link *Link) (*routing.Table, error) {
	opts, err := s.optionsOf(ctx, link)
	if err != nil || opts == nil {
		return nil, err
	}
	s.warnOfPlaces(link.Rules)
	return routing.Compile(link.Rules, opts)
}

// optionsOf returns the options for compiling a link's rules, or nil if it has
// none.
func (s *Shortener) optionsOf(ctx context.Context, link *Link) (*routing.Options, error) {
	if len(link.Rules) == 0 {
		return nil, nil
	}
	zone, err := s.ruleZone(ctx, link)
	if err != nil {
		return nil, err
	}
	return s.ruleOptions(zone), nil
}

// table compiles rules in a time zone.
func (s *Shortener) table(rules []routing.Rule, zone string) (*routing.Table, error) {
	return routing.Compile(rules, s.ruleOptions(zone))
}

// ruleOptions returns the options for compiling rules in a time zone.
func (s *Shortener) ruleOptions(zone string) *routing.Options {
	_, usual := s.opts.Agents.(useragent.Classifier)
	return &routing.Options{Timezone: zone, SplitKey: s.splitKey, OwnAgents: !usual, Conditions: s.opts.Conditions}
}

// ruleZone returns the time zone of a link's rules without a Timezone.
func (s *Shortener) ruleZone(ctx context.Context, link *Link) (string, error) {
	if link.Timezone != "" {
		return link.Timezone, nil
	}
	workspace, err := s.Workspace(ctx, link.Workspace)
	if err != nil {
		return "", err
	}
	return workspace.Timezone, nil
}

// fallback returns a fallback URL with the link's UTM parameters, or "" if url
// is empty.
func (s *Shortener) fallback(link *Link, url string) (string, error) {
	if url == "" {
		return "", nil
	}
	location, err := s.checkURL(routing.SetUTM(url, link.UTM))
	if err != nil {
		return "", invalid("fallback_url", "with UTM parameters: %v", err)
	}
	return location, nil
}

// targets returns the destinations of a link and its rules with UTM parameters,
// or nil if the parameters change none of them.
func (s *Shortener) targets(link *Link) ([]string, error) {
	same := true
	locations := make([]string, 0, 1+len(link.Rules))
	for i := -1; i < len(link.Rules); i++ {
		field, destination, utm := "destination", link.Destination, link.UTM
		if i >= 0 {
			rule := link.Rules[i]
			field, destination, utm = fmt.Sprintf("rules[%d].destination", i), rule.Destination, rule.UTM.Or(link.UTM)
		}
		location, err := s.checkURL(routing.SetUTM(destination, utm))
		if err != nil {
			return nil, invalid(field, "with UTM parameters: %v", err)
		}
		same = same && location == destination
		locations = append(locations, location)
	}
	if same {
		return nil, nil
	}
	return locations, nil
}

// setPlan sets the plan that the click log stores with the link's clicks.
func (e *entry) setPlan(link *Link, workspace uint32, splits []string) {
	e.plan = analytics.Plan{
		Link: link.Number, Workspace: workspace, Revision: link.Revision, Domain: link.Domain, Targets: e.own[:0], Splits: splits,
	}
	if len(link.Rules) > 0 {
		e.plan.Targets = make([]analytics.Target, 0, 1+len(link.Rules))
	}
	e.plan.Targets = append(e.plan.Targets, analytics.Target{Destination: link.Destination, UTM: parameters(link.UTM)})
	for _, rule := range link.Rules {
		e.plan.Targets = append(e.plan.Targets, analytics.Target{
			Rule: rule.ID, Split: slices.Index(e.plan.Splits, rule.Split) + 1, Destination: rule.Destination, UTM: parameters(rule.UTM.Or(link.UTM)),
		})
	}
}

// parameters returns utm, or nil if none of it is set.
func parameters(utm routing.UTM) *routing.UTM {
	if utm == (routing.UTM{}) {
		return nil
	}
	return &utm
}
