package linkpack

import (
	"context"
	"errors"
	"strings"

	"github.com/linkpack/linkpack-go/routing"
)

// Explanation says why a visit goes where it goes.
type Explanation struct {
	routing.Explanation
	// Location is where the visit goes; empty when a gate refuses it.
	Location string `json:"location,omitempty"`
	// Refusal is why a gate refuses the visit, as in "gone"; empty when none
	// does. The rules are explained all the same.
	Refusal string `json:"refusal,omitempty"`
}

// String says where the visit goes or why it is refused, and in a line for each
// rule what became of it, for a log or a failed test.
func (e Explanation) String() string {
	if e.Refusal != "" {
		return "refused: " + e.Refusal + "\n" + e.Explanation.String()
	}
	return "to " + e.Location + "\n" + e.Explanation.String()
}

// Explain tries every rule of a workspace's link on a visit and tells what each
// clause saw. It counts nothing. ErrNotFound when there is no such link.
//
// Like [Shortener.Resolve] it fills in the visit's Time, Geo and Agents.
func (s *Shortener) Explain(ctx context.Context, workspace, id string, visit *routing.Visit) (Explanation, error) {
	link, err := s.Link(ctx, workspace, id)
	if err != nil {
		return Explanation{}, err
	}
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
	if err != nil {
		explanation.Refusal = refusalOf(err)
	}
	return explanation, nil
}

// refusalOf returns why a gate refuses a visit, in the words of [Explanation],
// without the name of this package.
func refusalOf(err error) string {
	for _, gate := range []struct {
		err   error
		words string
	}{
		{ErrNotFound, "not found"}, {ErrGone, "gone"}, {ErrDisabled, "disabled"},
		{ErrPassword, "password required"}, {ErrThrottled, "too many attempts"},
	} {
		if errors.Is(err, gate.err) {
			return strings.Replace(err.Error(), gate.err.Error(), gate.words, 1)
		}
	}
	return err.Error()
}

// LinkWarnings returns the rules of a link that no visit can ever reach. They are
// no error: a rule set may be on its way to something better. A nil link is a
// [FieldError].
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
