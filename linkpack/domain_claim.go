package linkpack

import (
	"cmp"
	"context"
	"errors"
	"time"
)

// A domain that was never verified is a claim. Several workspaces may claim a host,
// and the first that verifies it has the host alone. The keys of a domain's document
// see to that: a workspace and a host, so that a workspace claims a host once, and,
// when it is verified, the host.

const (
	// claimLifetime is how long a claim can wait to be verified.
	claimLifetime = 14 * 24 * time.Hour
	// maxClaims is the most claims of a workspace. All of them are read whenever the
	// domain table is.
	maxClaims = 100
)

// isClaim reports whether the domain was never verified.
func (d *Domain) isClaim() bool { return d.VerifiedAt.IsZero() }

// hasEnded reports whether the domain is a claim that is too old.
func (d *Domain) hasEnded(now time.Time) bool {
	return d.isClaim() && !now.Before(d.CreatedAt.Add(claimLifetime))
}

// keys returns the keys of the domain's document.
func (d *Domain) keys() []string {
	if d.isClaim() {
		return []string{claimKey(d.Workspace, d.Host)}
	}
	return []string{claimKey(d.Workspace, d.Host), d.Host}
}

// claimKey returns the key of a workspace's domain. Workspaces and hosts have no
// slash.
func claimKey(workspace, host string) string { return cmp.Or(workspace, DefaultWorkspace) + "/" + host }

// checkClaims returns an error if a workspace cannot claim another host.
func (s *Shortener) checkClaims(ctx context.Context, workspace string) error {
	own, err := s.Domains(ctx, workspace)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	claims := 0
	for _, d := range own {
		if d.isClaim() {
			claims++
		}
	}
	if claims >= maxClaims {
		return invalid("host", "the workspace has %d domains that are not verified; verify or delete some first", claims)
	}
	return nil
}

// endClaims removes the claims that are too old.
func (s *Shortener) endClaims(ctx context.Context) error {
	documents, err := s.store.ListDocuments(ctx, KindDomain, "", "", 0)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	for _, document := range documents {
		d, err := decodeAs[Domain](document)
		if err != nil || !d.hasEnded(s.now()) {
			continue
		}
		err = s.store.DeleteDocument(unchanged(ctx, document), KindDomain, "", document.ID, s.edit(ctx, d.Workspace))
		if err != nil && !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrConflict) {
			return err
		}
	}
	return nil
}

// unchanged returns a context for a write that needs a document as it was read.
func unchanged(ctx context.Context, d *Document) context.Context {
	return WithCondition(ctx, Condition{Documents: []DocumentRevision{{d.Kind, d.Workspace, d.ID, d.Revision}}})
}
