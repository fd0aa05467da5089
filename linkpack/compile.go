package linkpack

import (
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// load reads a link from the store and makes it ready.
func (s *Shortener) load(ctx context.Context, at address) (*entry, error) {
	link, err := s.store.LinkByCode(ctx, at.domain, at.code)
	switch {
	case errors.Is(err, ErrNotFound):
		return &entry{miss: ErrNotFound}, nil
	case errors.Is(err, ErrGone):
		return &entry{miss: ErrGone}, nil
	case err != nil:
		return nil, err
	}
	e, err := s.compile(ctx, link)
	if err != nil {
		return nil, fmt.Errorf("link %s as stored: %w", link.ID, err)
	}
	return e, nil
}

// compile makes a link ready to answer. It checks again every URL that will be
// sent, whatever wrote the store.
func (s *Shortener) compile(ctx context.Context, link *Link) (*entry, error) {
	zone, err := s.ruleZone(ctx, link)
	if err != nil {
		return nil, err
	}
	table, err := s.table(link.Rules, zone)
	if err != nil {
		return nil, err
	}
	locations, err := s.targets(link)
	if err != nil {
		return nil, err
	}
	fallback, err := s.fallback(link, link.FallbackURL)
	if err != nil {
		return nil, err
	}
	return &entry{link: link, table: table, plan: planOf(link, table), locations: locations, fallback: fallback}, nil
}

// table compiles rules for links of a zone.
func (s *Shortener) table(rules []routing.Rule, zone string) (*routing.Table, error) {
	return routing.Compile(rules, &routing.Options{
		Timezone: zone, SplitKey: s.splitKey, Conditions: s.opts.Conditions,
	})
}

// ruleZone returns the zone of a link's rules that name none.
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

// fallback returns where a link leads after its end, parameters set.
func (s *Shortener) fallback(link *Link, url string) (string, error) {
	if url == "" {
		return "", nil
	}
	location, err := s.checkURL(routing.SetUTM(url, link.UTM))
	if err != nil {
		return "", invalid("fallback_url", "with its parameters %v", err)
	}
	return location, nil
}

// targets returns where a link and its rules lead, parameters set.
func (s *Shortener) targets(link *Link) ([]string, error) {
	locations := make([]string, 0, 1+len(link.Rules))
	for i := -1; i < len(link.Rules); i++ {
		field, destination, utm := "destination", link.Destination, link.UTM
		if i >= 0 {
			rule := link.Rules[i]
			field, destination, utm = fmt.Sprintf("rules[%d].destination", i), rule.Destination, rule.UTM.Or(link.UTM)
		}
		location, err := s.checkURL(routing.SetUTM(destination, utm))
		if err != nil {
			return nil, invalid(field, "with its parameters %v", err)
		}
		locations = append(locations, location)
	}
	return locations, nil
}

// planOf names the link's targets and splits for the click log.
func planOf(link *Link, table *routing.Table) *analytics.Plan {
	plan := &analytics.Plan{
		Link: link.Number, Revision: link.Revision, Domain: link.Domain,
		Targets: make([]analytics.Target, 0, 1+len(link.Rules)), Splits: table.Splits(),
	}
	plan.Targets = append(plan.Targets, analytics.Target{Destination: link.Destination, UTM: link.UTM})
	for _, rule := range link.Rules {
		plan.Targets = append(plan.Targets, analytics.Target{
			Rule: rule.ID, Split: rule.Split, Destination: rule.Destination, UTM: rule.UTM.Or(link.UTM),
		})
	}
	return plan
}
