package linkpack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// The bounds of what a link can hold.
const (
	maxNameLength    = 200
	maxTags          = 50
	maxTagLength     = 100
	maxMetadata      = 50
	maxMetadataKey   = 100
	maxMetadataValue = 1000
	maxUTMLength     = 500
	maxRuleIDLength  = 100
	defaultStatus    = 307
)

// check brings a link that is about to be stored into its normal form and
// returns every fault that it finds. stored is the link as it was, or nil.
func (s *Shortener) check(ctx context.Context, link, stored *Link) error {
	var faults []error
	fault := func(err error) {
		if err != nil {
			faults = append(faults, err)
		}
	}
	fault(s.checkAddress(link, stored))
	fault(s.checkDestination(&link.Destination, "destination"))
	for i := range link.Rules {
		fault(s.checkDestination(&link.Rules[i].Destination, fmt.Sprintf("rules[%d].destination", i)))
	}
	fault(checkText("name", link.Name, maxNameLength))
	fault(checkTags(link))
	fault(checkMetadata(link))
	fault(checkUTM(link))
	fault(checkTimezone(link.Timezone))
	fault(checkTimes(link))
	fault(checkStatus(link))
	fault(s.checkRules(link, stored))
	if len(faults) == 0 {
		_, err := s.targets(link)
		faults = append(faults, err, s.checkLoops(ctx, link), s.checkLinkDesign(ctx, link))
	}
	return errors.Join(faults...)
}

// checkAddress checks domain and code. An empty code is generated later.
func (s *Shortener) checkAddress(link, stored *Link) error {
	domain, err := s.checkDomain(link.Domain)
	if err != nil {
		return err
	}
	link.Domain = domain
	if stored != nil && link.ShortCode == stored.ShortCode && link.Domain == stored.Domain {
		return nil
	}
	if link.ShortCode == "" && stored == nil {
		return nil
	}
	if link.ShortCode == "" {
		return invalid("short_code", "must not be empty")
	}
	return s.checkCode(link.ShortCode)
}

func (s *Shortener) checkDestination(url *string, field string) error {
	checked, err := s.checkURL(*url)
	if err != nil {
		return invalid(field, "%v", err)
	}
	*url = checked
	return nil
}

// checkTimezone accepts the empty zone and the names of the IANA database.
func checkTimezone(name string) error {
	if name == "" {
		return nil
	}
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		return invalid("timezone", "%q is not an IANA time zone, as in Europe/Paris", clip(name))
	}
	return nil
}

func checkTimes(link *Link) error {
	for _, t := range []*time.Time{&link.StartsAt, &link.ExpiresAt} {
		if !t.IsZero() {
			*t = t.UTC().Truncate(time.Millisecond)
		}
	}
	if !link.StartsAt.IsZero() && !link.ExpiresAt.IsZero() && !link.StartsAt.Before(link.ExpiresAt) {
		return invalid("expires_at", "must be after starts_at")
	}
	return nil
}

// checkStatus refuses a permanent redirect for a link that may answer
// differently tomorrow.
func checkStatus(link *Link) error {
	switch link.RedirectStatus {
	case defaultStatus:
		link.RedirectStatus = 0
		return nil
	case 0, 302:
		return nil
	case 301, 308:
		if len(link.Rules) > 0 || !link.StartsAt.IsZero() || !link.ExpiresAt.IsZero() {
			return invalid("redirect_status", "cannot be permanent together with rules, a start or an expiry")
		}
		return nil
	default:
		return invalid("redirect_status", "must be 301, 302, 307 or 308")
	}
}

// checkRules checks that the rules compile and names them and their splits.
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
	var random error
	newID := func() string {
		id, err := randomText(s.opts.Random, codeAlphabet, 10)
		random = errors.Join(random, err)
		return id
	}
	rules, err := routing.Prepare(link.Rules, before, newID)
	if err := errors.Join(random, err); err != nil {
		return err
	}
	link.Rules = rules
	if len(rules) == 0 {
		link.Rules = nil
	}
	return nil
}

// checkCompile checks the rules before those without an id are given one, so
// that no message names an id that nobody knows. Splits, which are never the
// client's, are left out.
func (s *Shortener) checkCompile(link *Link) error {
	rules := slices.Clone(link.Rules)
	for i := range rules {
		rules[i].Split = ""
	}
	_, err := s.table(rules, link.Timezone)
	return err
}

// checkLoops refuses destinations that are short links of this engine.
func (s *Shortener) checkLoops(ctx context.Context, link *Link) error {
	if err := s.checkLoop(ctx, link, link.Destination, "destination"); err != nil {
		return err
	}
	for i := range link.Rules {
		if err := s.checkLoop(ctx, link, link.Rules[i].Destination, fmt.Sprintf("rules[%d].destination", i)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Shortener) checkLoop(ctx context.Context, link *Link, destination, field string) error {
	domain, code, own := s.ownCode(destination)
	if !own {
		return nil
	}
	if domain != link.Domain || code != link.ShortCode {
		_, err := s.store.LinkByCode(ctx, domain, code)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		if err != nil && !errors.Is(err, ErrGone) {
			return err
		}
	}
	return invalid(field, "is a short link of this server itself")
}
