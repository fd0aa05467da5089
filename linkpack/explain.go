package linkpack

import (
	"context"
	"errors"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
	"github.com/linkpack/linkpack-go/routing"
)

// Explanation says where a link sends a visit and why.
type Explanation struct {
	routing.Explanation
	// Location is where the visit goes. It is empty if a gate refuses the visit.
	Location string `json:"location,omitempty"`
	// Refusal is the reason if a gate refuses the visit, such as "gone". It is
	// empty if none does. The rules are explained in both cases.
	Refusal string `json:"refusal,omitempty"`
}

// String returns the location or refusal, followed by a line for each rule. It
// is meant for logs and test failures.
func (e Explanation) String() string {
	if e.Refusal != "" {
		return "refused: " + e.Refusal + "\n" + e.Explanation.String()
	}
	return "to " + e.Location + "\n" + e.Explanation.String()
}

// Explain evaluates every rule of a workspace's link for a visit and returns the
// result of each clause. It counts nothing. It returns ErrNotFound if there is
// no such link. Visits of a link in the bin are refused as "gone".
//
// Like [Shortener.Resolve], it sets the visit's Time, Geo and Agents if they are
// unset.
func (s *Shortener) Explain(ctx context.Context, workspace, id string, visit *routing.Visit) (Explanation, error) {
	link, err := s.ownLink(ctx, workspace, id, MayRead)
	if err != nil {
		return Explanation{}, err
	}
	ctx = permitted(ctx)
	e, err := s.compile(ctx, link)
	if err != nil {
		return Explanation{}, err
	}
	opts, err := s.optionsOf(ctx, link)
	if err != nil {
		return Explanation{}, err
	}
	s.equip(visit)
	rules, err := routing.Explain(link.Rules, visit, opts)
	if err != nil {
		return Explanation{}, err
	}
	explanation := Explanation{Explanation: rules}
	err = s.closed(ctx, link, visit.Time)
	if err == nil && link.PasswordHash != "" {
		err = ErrPassword
	}
	if err == nil {
		explanation.Location, err = e.forward(e.location(explanation.Rule), visit)
	}
	if err == nil && e.isNear() {
		err = s.checkHops(ctx, cache.Address{Domain: link.Domain, Code: link.ShortCode}, explanation.Location, visit)
	}
	if err != nil {
		explanation.Location = ""
		explanation.Refusal = refusalOf(err)
	}
	return explanation, nil
}

// refusalOf returns the reason for a refusal as text for [Explanation], without
// the prefix "linkpack: ".
func refusalOf(err error) string {
	for _, gate := range []struct {
		err   error
		words string
	}{
		{ErrNotFound, "not found"}, {ErrGone, "gone"}, {ErrDisabled, "disabled"},
		{ErrPassword, "password required"}, {ErrThrottled, "too many attempts"}, {ErrLoop, "loop"},
	} {
		if errors.Is(err, gate.err) {
			return strings.Replace(err.Error(), gate.err.Error(), gate.words, 1)
		}
	}
	return err.Error()
}

// LinkWarnings returns the rules of a link that no visit can reach, and the entries of
// their lists that no visit has, such as the browser "IE" (see [routing.Warnings]).
// These are not errors, since rules may be edited step by step.
func (s *Shortener) LinkWarnings(ctx context.Context, link *Link) ([]routing.Warning, error) {
	if link == nil {
		return nil, invalid("link", "is required")
	}
	opts, err := s.optionsOf(ctx, link)
	if err != nil {
		return nil, err
	}
	return routing.Warnings(link.Rules, opts)
}
