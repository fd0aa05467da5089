package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
	"github.com/linkpack/linkpack-go/linkpack/internal/hosts"
)

// CreateDomain registers a host for a workspace. The domain is pending until
// its owner has set the record of its Challenge and [Shortener.VerifyDomain]
// has found it. CreateDomain returns ErrExists if any workspace has registered
// the host, ErrNotFound for an unknown workspace, and a [FieldError] for an
// invalid field.
func (s *Shortener) CreateDomain(ctx context.Context, domain Domain) (*Domain, error) {
	ctx, err := permit(ctx, domain.Workspace, MayCreate)
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
	unlock, err := s.lockLoops(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := s.checkDomainLoops(ctx, d); err != nil {
		return nil, err
	}
	if err := s.createDocument(ctx, Document{Kind: KindDomain, ID: d.Host}, s.edit(ctx, d.Workspace), d); err != nil {
		return nil, err
	}
	return d, s.domainsChanged(ctx)
}

// newDomain returns a domain to register, after checking it.
func (s *Shortener) newDomain(ctx context.Context, workspace string, d Domain) (*Domain, error) {
	host, err := parseName("host", d.Host)
	if err != nil {
		return nil, err
	}
	if host == s.baseHost() || s.domains.fixed[host] != nil {
		return nil, fmt.Errorf("domain %q: %w", host, ErrExists)
	}
	d.Host, d.Workspace, d.Status = host, workspace, DomainPending
	if err := s.checkDomainURLs(ctx, &d, &Domain{}); err != nil {
		return nil, err
	}
	if d.Challenge, err = s.newChallenge(host); err != nil {
		return nil, err
	}
	d.CreatedAt = s.now()
	return &d, nil
}

// domainsChanged reloads the domain table after a change. It ignores the
// cancellation of ctx, since the change is already stored.
func (s *Shortener) domainsChanged(ctx context.Context) error {
	if err := s.loadDomains(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("reading the domains: %w", err)
	}
	return nil
}

// Domain returns a workspace's domain by its host, or ErrNotFound.
func (s *Shortener) Domain(ctx context.Context, workspace, host string) (*Domain, error) {
	if _, err := scopeIn(ctx, workspace, MayRead); err != nil {
		return nil, err
	}
	normal, err := hosts.Parse(host)
	if err != nil {
		return nil, fmt.Errorf("domain %q: %w", clip.Text(host), ErrNotFound)
	}
	document, err := s.store.Document(ctx, KindDomain, "", normal)
	if err != nil {
		return nil, err
	}
	d, err := decodeAs[Domain](document)
	if err != nil {
		return nil, err
	}
	if !d.usableBy(workspace) {
		return nil, fmt.Errorf("domain %q: %w", clip.Text(host), ErrNotFound)
	}
	return d, nil
}

// Domains returns a workspace's domains, sorted by host. If some domains are damaged, it
// returns the others, and an error that wraps a [DamagedError] for each.
func (s *Shortener) Domains(ctx context.Context, workspace string) ([]*Domain, error) {
	if _, err := scopeIn(ctx, workspace, MayRead); err != nil {
		return nil, err
	}
	all, err := s.readDomains(ctx)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	own := []*Domain{}
	for _, d := range all {
		if d.Workspace == cmp.Or(workspace, DefaultWorkspace) {
			own = append(own, d)
		}
	}
	return own, err
}

// UpdateDomain changes a workspace's domain with the function update, which may
// run more than once, and returns the domain as stored. Only the URLs, FoldCase
// and UnicodeCodes can be changed. If it returns an error, the domain is
// unchanged.
func (s *Shortener) UpdateDomain(ctx context.Context, workspace, host string, update func(*Domain) error) (*Domain, error) {
	ctx, err := permit(ctx, workspace, MayChange)
	if err != nil {
		return nil, err
	}
	for {
		changed, err := s.updateDomain(ctx, workspace, host, update)
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
func (s *Shortener) updateDomain(ctx context.Context, workspace, host string, update func(*Domain) error) (*Domain, error) {
	stored, err := s.Domain(ctx, workspace, host)
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
	if changed.FoldCase != stored.FoldCase {
		writing = withoutLinks(ctx, stored)
	}
	written, err := updateBody(writing, s, KindDomain, "", stored.Host, s.edit(ctx, stored.Workspace), func(d *Domain) ([]string, error) {
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
	d.Host, d.Workspace, d.CreatedAt = before.Host, before.Workspace, before.CreatedAt
	d.Status, d.Challenge, d.VerifiedAt = before.Status, before.Challenge, before.VerifiedAt
}

// DeleteDomain removes a workspace's domain, or returns ErrNotFound. It returns
// a [FieldError] if the domain still has links. The codes of its deleted links
// stay gone, even if another workspace registers the host later.
func (s *Shortener) DeleteDomain(ctx context.Context, workspace, host string) error {
	ctx, err := permit(ctx, workspace, MayChange)
	if err != nil {
		return err
	}
	d, err := s.Domain(ctx, workspace, host)
	if err != nil {
		return err
	}
	err = s.store.DeleteDocument(withoutLinks(ctx, d), KindDomain, "", d.Host, s.edit(ctx, d.Workspace))
	if errors.Is(err, ErrConflict) {
		return invalid("host", "still has links; delete them or move them to another domain first")
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	return s.domainsChanged(ctx)
}
