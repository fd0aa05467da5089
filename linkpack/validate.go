package linkpack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
	"github.com/linkpack/linkpack-go/linkpack/internal/codes"
	"github.com/linkpack/linkpack-go/linkpack/internal/random"
	"github.com/linkpack/linkpack-go/routing"
)

// The limits of a link's fields.
const (
	maxNameLength      = 200
	maxTags            = 50
	maxTagLength       = 100
	maxMetadata        = 50
	maxMetadataKey     = 100
	maxMetadataValue   = 1000
	maxUTMLength       = 500
	maxRuleIDLength    = 100
	maxAliases         = 50
	maxNotesLength     = 10_000
	maxGroupLength     = 100
	maxExternalID      = 255 // bytes
	maxReasonLength    = 500
	maxLeadLength      = 1000
	maxScripts         = 20
	maxScriptBytes     = 10_000
	maxCardTitle       = 200
	maxCardDescription = 500
	defaultStatus      = 307
)

// check normalizes a link to be stored and returns all errors in its fields,
// joined. stored is the link before the change, or nil for a new link. A stored link
// without codes, as when it is restored, keeps all but its codes.
func (s *Shortener) check(ctx context.Context, link, stored *Link) error {
	s.refreshDomains(ctx, s.opts.Clock())
	var faults []error
	fault := func(err error) {
		if err != nil {
			faults = append(faults, err)
		}
	}
	fault(s.checkAddress(ctx, link, stored))
	fault(s.checkAliases(ctx, link, stored))
	fault(s.checkURLs(ctx, link, stored))
	fault(checkExternalID(link.ExternalID))
	fault(checkText("name", link.Name, maxNameLength))
	fault(checkText("notes", link.Notes, maxNotesLength))
	fault(s.checkLinkGroup(ctx, link, stored))
	fault(checkText("lead_goal", link.LeadGoal, maxLeadLength))
	fault(checkText("lead_target", link.LeadTarget, maxLeadLength))
	fault(checkText("disabled_reason", link.DisabledReason, maxReasonLength))
	fault(link.Card.check())
	fault(checkPasswordHash(link.PasswordHash))
	fault(s.checkScripts(ctx, link, stored))
	fault(checkTags(link))
	fault(checkMetadata(link))
	fault(checkUTM(link))
	fault(checkTimes(link))
	fault(s.checkCreated(link, stored))
	fault(checkStatus(link))
	fault(s.checkRules(link, stored))
	if len(faults) == 0 {
		_, err := s.targets(link)
		_, fallbackErr := s.fallback(link, link.FallbackURL)
		faults = append(faults, err, fallbackErr, s.checkLoops(ctx, link, nil), s.takeTemplate(ctx, link, stored), s.checkLinkDesign(ctx, link, stored))
	}
	return errors.Join(faults...)
}

// checkAddress checks the domain and the code. The code of a link that had none may
// be empty, since it is generated later.
func (s *Shortener) checkAddress(ctx context.Context, link, stored *Link) error {
	at := Alias{link.Domain, link.ShortCode}
	if at.ShortCode == "" && stored != nil && stored.ShortCode != "" {
		return invalid("short_code", "must not be empty")
	}
	if err := s.checkPlace(ctx, link, stored, &at); err != nil {
		return err
	}
	link.Domain, link.ShortCode = at.Domain, at.ShortCode
	return nil
}

// checkPlace checks and normalizes a domain and a code, if there is one. A link
// may keep its codes even if it could no longer get them, for example because
// the domain is no longer verified.
func (s *Shortener) checkPlace(ctx context.Context, link, stored *Link, at *Alias) error {
	asked := at.Domain
	host, d, err := s.registered(asked)
	if err != nil {
		return err
	}
	at.Domain = host
	kept := stored != nil && slices.Contains(stored.Codes(), *at)
	if d != nil && !kept {
		at.ShortCode = d.key(at.ShortCode)
	}
	if d == nil {
		if err := s.certain(host); err != nil {
			return err
		}
	}
	switch {
	case stored != nil && slices.Contains(stored.Codes(), *at):
		return nil
	case d == nil || !d.usableBy(link.Workspace):
		return s.unusable(ctx, link.Workspace, asked)
	case d.Status != DomainActive:
		return invalid("domain", "%q is not verified", clip.Text(asked))
	case at.ShortCode == "":
		return nil
	}
	return s.checkCode(d, at.ShortCode)
}

// unusable says why a workspace's links cannot be on a domain that is not in the
// domain table or another workspace's there.
func (s *Shortener) unusable(ctx context.Context, workspace, domain string) error {
	own, err := s.Domain(ctx, workspace, domain)
	switch {
	case err == nil && own.isClaim():
		return invalid("domain", "%q is not verified", clip.Text(domain))
	case err == nil || errors.Is(err, ErrNotFound):
		return invalid("domain", "%q is not one of this workspace's domains", clip.Text(domain))
	}
	return err
}

func checkTimes(link *Link) error {
	for _, f := range []struct {
		name string
		time *time.Time
	}{{"starts_at", &link.StartsAt}, {"expires_at", &link.ExpiresAt}} {
		if f.time.IsZero() {
			continue
		}
		*f.time = f.time.UTC().Truncate(time.Millisecond)
		if year := f.time.Year(); year < 1 || year > 9999 { // not representable in JSON
			return invalid(f.name, "must be from the year 1 to 9999, in UTC")
		}
	}
	if !link.StartsAt.IsZero() && !link.ExpiresAt.IsZero() && !link.StartsAt.Before(link.ExpiresAt) {
		return invalid("expires_at", "must be after starts_at")
	}
	return nil
}

// checkCreated checks the CreatedAt of a new link.
func (s *Shortener) checkCreated(link, stored *Link) error {
	if stored != nil || link.CreatedAt.IsZero() {
		return nil
	}
	link.CreatedAt = link.CreatedAt.UTC().Truncate(time.Millisecond)
	if link.CreatedAt.Before(time.Unix(0, 0)) || link.CreatedAt.After(s.now()) {
		return invalid("created_at", "must be in 1970 or later and not in the future")
	}
	return nil
}

// checkStatus rejects a permanent redirect for a link whose destination may
// change over time or between visitors, or that tracks each click.
func checkStatus(link *Link) error {
	switch link.RedirectStatus {
	case defaultStatus:
		link.RedirectStatus = 0
		return nil
	case 0, 302:
		return nil
	case 301, 308:
		if len(link.Rules) > 0 || !link.StartsAt.IsZero() || !link.ExpiresAt.IsZero() || link.MaxClicks > 0 {
			return invalid("redirect_status", "cannot be permanent together with rules, a start, an expiry or a limit")
		}
		if link.TrackConversions {
			return invalid("redirect_status", "cannot be permanent together with track_conversions")
		}
		return nil
	default:
		return invalid("redirect_status", "must be 301, 302, 307 or 308")
	}
}

// checkRules checks the rules and sets missing IDs of rules and splits.
func (s *Shortener) checkRules(link, stored *Link) error {
	for i, rule := range link.Rules {
		if err := checkText(fmt.Sprintf("rules[%d].id", i), rule.ID, maxRuleIDLength); err != nil {
			return err
		}
	}
	if err := s.checkCompile(link); err != nil {
		return err
	}
	var before []routing.Rule
	if stored != nil {
		before = stored.Rules
	}
	var failed error
	newID := func() string {
		id, err := random.Text(s.opts.Random, codes.Alphabet, 10)
		failed = errors.Join(failed, err)
		return id
	}
	rules, err := routing.Prepare(link.Rules, before, newID)
	if err := errors.Join(failed, err); err != nil {
		return err
	}
	link.Rules = rules
	if len(rules) == 0 {
		link.Rules = nil
	}
	return nil
}

// checkCompile checks that the rules compile. It runs before missing IDs are
// generated, so that error messages do not contain them. It ignores splits,
// which clients cannot set.
func (s *Shortener) checkCompile(link *Link) error {
	rules := slices.Clone(link.Rules)
	for i := range rules {
		rules[i].Split = ""
	}
	_, err := s.table(rules, link.Timezone)
	if err == nil {
		s.warnOfPlaces(rules)
	}
	return err
}
