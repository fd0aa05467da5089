package linkpack

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// CreateDomain claims a host for a workspace. The domain is pending until its owner
// has set the record of its Challenge and [Shortener.VerifyDomain] has found it.
// After 14 days without that, the claim ends, and the domain is not found any more.
// Other workspaces' claims of the host are no obstacle, but only one can be verified.
//
// CreateDomain returns ErrExists if the workspace has the host already or if the host
// is one of Options, ErrNotFound for an unknown workspace, and a [FieldError] for an
// invalid field or if the workspace has 100 domains that were never verified.
func (s *Shortener) CreateDomain(ctx context.Context, domain Domain) (*Domain, error) {
	ctx, err := permitAlone(ctx, domain.Workspace, MayCreate)
	if err != nil {
		return nil, err
	}
	owner, err := s.Workspace(ctx, domain.Workspace)
	if err != nil {
		return nil, err
	}
	d, err := s.newDomain(ctx, owner.ID, domain)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.endClaims(ctx), s.checkClaims(ctx, d.Workspace)); err != nil {
		return nil, err
	}
	if err := s.checkQuota(ctx, d.Workspace, KindDomain, 1); err != nil {
		return nil, err
	}
	unlock, err := s.lockLoops(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := s.checkDomainLoops(ctx, d); err != nil {
		return nil, err
	}
	err = s.createOwned(ctx, d.Workspace, Document{Kind: KindDomain, ID: d.ID, Keys: d.keys()}, s.edit(ctx, d.Workspace), d)
	if errors.Is(err, ErrExists) {
		return nil, fmt.Errorf("domain %q: %w", d.Host, ErrExists)
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

// newDomain returns a claim to store, after checking it.
func (s *Shortener) newDomain(ctx context.Context, workspace string, d Domain) (*Domain, error) {
	host, err := parseName("host", d.Host)
	if err != nil {
		return nil, err
	}
	if host == s.baseHost() || s.domains.fixed[host] != nil {
		return nil, fmt.Errorf("domain %q: %w", host, ErrExists)
	}
	d.Host, d.Workspace, d.Status = host, workspace, DomainPending
	d.VerifiedAt, d.ActivatedAt, d.CheckedAt = time.Time{}, time.Time{}, time.Time{}
	if err := s.checkDomainURLs(ctx, &d, &Domain{}); err != nil {
		return nil, err
	}
	if d.Challenge, err = s.newChallenge(host); err != nil {
		return nil, err
	}
	d.CreatedAt = s.now()
	d.ID, err = s.ids.Next(d.CreatedAt)
	return &d, err
}

// domainsChanged reloads the domain table after a change. It ignores the
// cancellation of ctx, since the change is already stored.
func (s *Shortener) domainsChanged(ctx context.Context) error {
	if err := s.loadDomains(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("reading the domains: %w", err)
	}
	return nil
}

// UpdateDomain changes a workspace's domain, which is given by its host or ID, with
// the function update, which may run more than once, and returns the domain as
// stored. Only the URLs, FoldCase and UnicodeCodes can be changed. If it returns an
// error, the domain is unchanged.
func (s *Shortener) UpdateDomain(ctx context.Context, workspace, domain string, update func(*Domain) error) (*Domain, error) {
	ctx, err := permitAlone(ctx, workspace, MayChange)
	if err != nil {
		return nil, err
	}
	for {
		changed, err := s.updateDomain(ctx, workspace, domain, update)
		if err == nil {
			return changed, s.domainsChanged(ctx)
		}
		if !errors.Is(err, errChanged) {
			return nil, err
		}
	}
}

// updateDomain checks the change outside the store's transaction and writes it
// unless the domain has changed in the meantime.
func (s *Shortener) updateDomain(ctx context.Context, workspace, domain string, update func(*Domain) error) (*Domain, error) {
	stored, err := s.Domain(ctx, workspace, domain)
	if err != nil {
		return nil, err
	}
	changed := *stored
	if err := update(&changed); err != nil {
		return nil, err
	}
	changed.keep(stored)
	if err := s.checkDomainURLs(ctx, &changed, stored); err != nil {
		return nil, err
	}
	unlock, err := s.lockLoops(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := s.checkDomainLoops(ctx, &changed); err != nil {
		return nil, err
	}
	writing := ctx
	if changed.FoldCase != stored.FoldCase && !stored.isClaim() {
		writing = withoutLinks(ctx, stored)
	}
	written, err := updateBody(writing, s, KindDomain, "", stored.ID, s.edit(ctx, stored.Workspace), func(d *Domain) ([]string, error) {
		if *d != *stored {
			return nil, errChanged
		}
		*d = changed
		return nil, nil
	})
	if errors.Is(err, ErrConflict) {
		return nil, invalid("fold_case", "cannot change while the domain has links")
	}
	return written, err
}

// withoutLinks returns a context for a change of a domain that no link may use.
func withoutLinks(ctx context.Context, d *Domain) context.Context {
	return WithCondition(ctx, Condition{Unused: []string{d.Host}})
}

// keep restores the fields of d that cannot be changed.
func (d *Domain) keep(before *Domain) {
	d.ID, d.Host, d.Workspace, d.CreatedAt = before.ID, before.Host, before.Workspace, before.CreatedAt
	d.Status, d.Challenge = before.Status, before.Challenge
	d.VerifiedAt, d.ActivatedAt, d.CheckedAt = before.VerifiedAt, before.ActivatedAt, before.CheckedAt
}

// DeleteDomain removes a workspace's domain, which is given by its host or ID, or
// returns ErrNotFound. It returns a [FieldError] if the domain still has links; those
// in the bin do not count, and can then be restored on another domain. The codes of its
// deleted links stay gone, even if another workspace verifies the host later. Whose a
// damaged domain is cannot be read, so only DeleteDocument of the store deletes it, with
// an empty workspace and its ID.
func (s *Shortener) DeleteDomain(ctx context.Context, workspace, domain string) error {
	ctx, err := permitAlone(ctx, workspace, MayChange)
	if err != nil {
		return err
	}
	for {
		err := s.deleteDomain(ctx, workspace, domain)
		if !errors.Is(err, errChanged) {
			return err
		}
	}
}

// deleteDomain removes a domain that has no links. A claim has none, but those of
// another workspace may be on its host, so it must still be a claim.
func (s *Shortener) deleteDomain(ctx context.Context, workspace, domain string) error {
	d, document, err := s.findDomain(ctx, workspace, domain)
	if err != nil {
		return err
	}
	held, conflict := withoutLinks(ctx, d), invalid("host", "still has links; delete them or move them to another domain first")
	if d.isClaim() {
		held, conflict = unchanged(ctx, document), errChanged
	}
	err = s.store.DeleteDocument(held, KindDomain, "", d.ID, s.edit(ctx, d.Workspace))
	if errors.Is(err, ErrConflict) {
		return conflict
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	return s.domainsChanged(ctx)
}
