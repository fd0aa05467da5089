package linkpack

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// permittedKey marks the context of a call that was permitted. The calls that it
// makes itself are not checked again.
type permittedKey struct{}

// scopeIn returns the scope that limits a call in a workspace, or an error if the
// principal of ctx may not make such a call there at all.
func scopeIn(ctx context.Context, workspace string, right Rights) (Scope, error) {
	p, limited := PrincipalOf(ctx)
	if !limited || ctx.Value(permittedKey{}) != nil {
		return Scope{}, nil
	}
	if workspace = cmp.Or(workspace, DefaultWorkspace); p.Workspace != workspace {
		return Scope{}, fmt.Errorf("workspace %q: %w", workspace, ErrNotFound)
	}
	if !p.Scope.allows(right) {
		return Scope{}, fmt.Errorf("the right to %s: %w", right, ErrForbidden)
	}
	return p.Scope, nil
}

// scopeForPages is scopeIn for a call that web pages may make with a publishable token.
func scopeForPages(ctx context.Context, workspace string, right Rights) (Scope, error) {
	if p, _ := PrincipalOf(ctx); p.Scope.Publishable {
		p.Scope.Publishable, p.Scope.Rights = false, 0
		ctx = WithPrincipal(ctx, p)
	}
	return scopeIn(ctx, workspace, right)
}

// permit checks a call that concerns more than some links of a workspace. It returns
// the context for the rest of the call.
func permit(ctx context.Context, workspace string, right Rights) (context.Context, error) {
	scope, err := scopeIn(ctx, workspace, right)
	if err == nil && scope.isPart() {
		err = fmt.Errorf("more than the links of a domain or tag: %w", ErrForbidden)
	}
	return permitted(ctx), err
}

// permitTokens checks a call that manages tokens: whoever may make a token for
// everything must be allowed to do everything.
func permitTokens(ctx context.Context, workspace string) (context.Context, error) {
	return permit(ctx, workspace, MayRead|MayCreate|MayChange)
}

// permitOperator checks a call that concerns the whole store.
func permitOperator(ctx context.Context) error {
	if _, limited := PrincipalOf(ctx); limited && ctx.Value(permittedKey{}) == nil {
		return fmt.Errorf("the whole store: %w", ErrForbidden)
	}
	return nil
}

// permitted returns the context of a call that was permitted.
func permitted(ctx context.Context) context.Context {
	if _, limited := PrincipalOf(ctx); !limited {
		return ctx
	}
	return context.WithValue(ctx, permittedKey{}, true)
}

// ownLink returns a link of a workspace, in the bin or not, if the principal of ctx has
// a right to it.
func (s *Shortener) ownLink(ctx context.Context, workspace, id string, right Rights) (*Link, error) {
	scope, err := scopeIn(ctx, workspace, right)
	if err != nil {
		return nil, err
	}
	link, err := s.store.Link(ctx, cmp.Or(workspace, DefaultWorkspace), id)
	if err == nil && !s.covers(scope, link) {
		return nil, errNoLink(id)
	}
	return link, err
}

// liveLink is ownLink for links that are not in the bin.
func (s *Shortener) liveLink(ctx context.Context, workspace, id string, right Rights) (*Link, error) {
	link, err := s.ownLink(ctx, workspace, id, right)
	if err == nil && !link.DeletedAt.IsZero() {
		return nil, errNoLink(id)
	}
	return link, err
}

// binnedLink is ownLink for links in the bin.
func (s *Shortener) binnedLink(ctx context.Context, workspace, id string, right Rights) (*Link, error) {
	link, err := s.ownLink(ctx, workspace, id, right)
	if err == nil && link.DeletedAt.IsZero() {
		return nil, errNoLink(id)
	}
	return link, err
}

// covers reports whether a link is in a scope.
func (s *Shortener) covers(scope Scope, link *Link) bool {
	return (scope.Domain == "" || link.onDomain(s.domainKey(scope))) &&
		(scope.Tag == "" || slices.Contains(link.Tags, scope.Tag))
}

// domainKey returns the Domain of links on the domain of a scope.
func (s *Shortener) domainKey(scope Scope) string {
	if scope.Domain == s.baseHost() {
		return ""
	}
	return scope.Domain
}

// checkWrite checks a link that is to be created, or changed if stored is not nil.
func (s *Shortener) checkWrite(ctx context.Context, link, stored *Link) error {
	right := MayChange
	if stored == nil {
		right = MayCreate
	}
	scope, err := scopeIn(ctx, link.Workspace, right)
	if err != nil {
		return err
	}
	ctx = permitted(ctx)
	if stored == nil {
		if _, err := s.Workspace(ctx, link.Workspace); err != nil {
			return err
		}
	}
	if stored != nil && stored.ShortCode != "" { // a link to restore has no codes yet
		if err := s.checkWithin(scope, stored); err != nil {
			return err
		}
	}
	if err := s.check(ctx, link, stored); err != nil {
		return err
	}
	return s.checkWithin(scope, link)
}

// checkWithin refuses a link that is to be written or deleted and is outside the scope,
// or partly so.
func (s *Shortener) checkWithin(scope Scope, link *Link) error {
	if scope.Domain != "" {
		for _, code := range link.Codes() {
			if code.Domain != s.domainKey(scope) {
				return fmt.Errorf("a code that is not on the domain %q: %w", scope.Domain, ErrForbidden)
			}
		}
	}
	if scope.Tag != "" && !slices.Contains(link.Tags, scope.Tag) {
		return fmt.Errorf("a link without the tag %q: %w", scope.Tag, ErrForbidden)
	}
	return nil
}

// narrow limits a query to a scope.
func (s *Shortener) narrow(query *LinkQuery, scope Scope) error {
	if scope.Domain != "" {
		domain := s.domainKey(scope)
		if query.Domain != nil && *query.Domain != domain {
			return fmt.Errorf("links of another domain than %q: %w", scope.Domain, ErrForbidden)
		}
		query.Domain = &domain
	}
	if scope.Tag != "" {
		if len(query.Tags) > 0 && !slices.Contains(query.Tags, scope.Tag) {
			return fmt.Errorf("links of another tag than %q: %w", scope.Tag, ErrForbidden)
		}
		query.Tags = []string{scope.Tag} // all that have it are selected
	}
	return nil
}
