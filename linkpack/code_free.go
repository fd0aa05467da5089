package linkpack

import (
	"cmp"
	"context"
)

// CheckCode returns nil if a new link of a workspace could have a short code on a
// domain. It returns a [FieldError] of the field short_code or domain for a code that
// no new link can have there, and a [TakenError] for one that is taken. Another link can
// take the code at any time, so only creating a link is sure. A principal needs the
// right to create.
func (s *Shortener) CheckCode(ctx context.Context, workspace, domain, code string) error {
	if code == "" {
		return invalid("short_code", "is required")
	}
	link, err := s.probe(ctx, workspace, domain, code)
	if err != nil {
		return err
	}
	free, err := s.store.CodeFree(ctx, link.Workspace, link.Domain, link.ShortCode)
	if err != nil || free {
		return err
	}
	taken := &TakenError{Domain: link.Domain, ShortCode: link.ShortCode}
	s.describe(ctx, taken, []*Link{link})
	return taken
}

// NewCode returns a short code on a domain that no link has or had, made as for a link
// without one. It is not kept for anybody: another link can take it at any time. A
// domain that the workspace cannot use is a [FieldError] of the field domain. A
// principal needs the right to create.
func (s *Shortener) NewCode(ctx context.Context, workspace, domain string) (string, error) {
	link, err := s.probe(ctx, workspace, domain, "")
	if err != nil {
		return "", err
	}
	if _, err := s.nameLink(permitted(ctx), link, 0); err != nil {
		return "", err
	}
	return link.ShortCode, nil
}

// probe returns a link with a checked domain and code, which is not to be stored, if the
// principal of ctx may create it.
func (s *Shortener) probe(ctx context.Context, workspace, domain, code string) (*Link, error) {
	scope, err := scopeIn(ctx, workspace, MayCreate)
	if err != nil {
		return nil, err
	}
	ctx = permitted(ctx)
	link := &Link{Workspace: cmp.Or(workspace, DefaultWorkspace), Domain: domain, ShortCode: code}
	if _, err := s.Workspace(ctx, link.Workspace); err != nil {
		return nil, err
	}
	s.refreshDomains(ctx, s.opts.Clock())
	if err := s.checkAddress(ctx, link, nil); err != nil {
		return nil, err
	}
	return link, s.checkWithin(Scope{Domain: scope.Domain}, link)
}
