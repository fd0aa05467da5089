package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
	"github.com/linkpack/linkpack-go/linkpack/internal/hosts"
)

// Domain returns a workspace's domain by its host or ID, or ErrNotFound.
func (s *Shortener) Domain(ctx context.Context, workspace, domain string) (*Domain, error) {
	if _, err := scopeIn(ctx, workspace, MayRead); err != nil {
		return nil, err
	}
	d, _, err := s.findDomain(ctx, workspace, domain)
	return d, err
}

// Domains returns a workspace's domains, sorted by host, with those that are not
// verified. If some domains are damaged, it returns the others, and an error that
// wraps a [DamagedError] for each.
func (s *Shortener) Domains(ctx context.Context, workspace string) ([]*Domain, error) {
	if _, err := scopeIn(ctx, workspace, MayRead); err != nil {
		return nil, err
	}
	all, err := list(ctx, s, KindDomain, "", decodeAs[Domain])
	if err != nil && !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	own := []*Domain{}
	for _, d := range all {
		if d.Workspace == cmp.Or(workspace, DefaultWorkspace) && !d.hasEnded(s.now()) {
			own = append(own, d)
		}
	}
	slices.SortFunc(own, func(a, b *Domain) int { return strings.Compare(a.Host, b.Host) })
	return own, err
}

// findDomain returns a workspace's domain with its document.
func (s *Shortener) findDomain(ctx context.Context, workspace, domain string) (*Domain, *Document, error) {
	document, err := s.domainDocument(ctx, workspace, domain)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, nil, err
	}
	if err == nil {
		d, err := decodeAs[Domain](document)
		if err != nil || d.Workspace == cmp.Or(workspace, DefaultWorkspace) && !d.hasEnded(s.now()) {
			return d, document, err
		}
	}
	return nil, nil, fmt.Errorf("domain %q: %w", clip.Text(domain), ErrNotFound)
}

// domainDocument returns the document of a domain by its host or ID. No ID is a host,
// since it has no dot.
func (s *Shortener) domainDocument(ctx context.Context, workspace, domain string) (*Document, error) {
	if host, err := hosts.Parse(domain); err == nil && hosts.IsName(host) {
		return s.store.DocumentByKey(ctx, KindDomain, claimKey(workspace, host))
	}
	return s.store.Document(ctx, KindDomain, "", domain)
}
