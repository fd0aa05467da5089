package linkpack

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
	"github.com/linkpack/linkpack-go/linkpack/internal/hosts"
)

// verifyTimeout bounds a DNS lookup.
const verifyTimeout = 10 * time.Second

// VerifyDomain looks up the record of a domain's Challenge and returns the domain
// with its new Status: active if the record is there, failed if it is not. The domain
// is given by its host or ID. An active domain can fail later, so leave the record in
// place. It keeps its host and its links even then.
//
// VerifyDomain returns ErrExists if another workspace has verified the host and not
// deleted the domain, and an error if the lookup itself fails. The status is then
// unchanged.
func (s *Shortener) VerifyDomain(ctx context.Context, workspace, domain string) (*Domain, error) {
	ctx, err := permitAlone(ctx, workspace, MayChange)
	if err != nil {
		return nil, err
	}
	for {
		d, err := s.verifyDomain(ctx, workspace, domain)
		if !errors.Is(err, errChanged) {
			return d, err
		}
	}
}

func (s *Shortener) verifyDomain(ctx context.Context, workspace, domain string) (*Domain, error) {
	d, err := s.Domain(ctx, workspace, domain)
	if err != nil {
		return nil, err
	}
	found, err := s.lookUp(ctx, d.Challenge)
	if err != nil {
		return nil, fmt.Errorf("looking up %s: %w", d.Challenge.Name, err)
	}
	changed, err := s.noteVerified(ctx, d, found)
	if err != nil {
		return nil, err
	}
	return changed, s.domainsChanged(ctx)
}

// note sets what a verification found.
func (d *Domain) note(found bool, now time.Time) {
	d.CheckedAt = now
	if !found {
		d.Status = DomainFailed
		return
	}
	d.VerifiedAt = now
	if d.Status != DomainActive {
		d.Status, d.ActivatedAt = DomainActive, now
	}
}

// noteVerified stores the result of a verification, unless the domain has changed in
// the meantime. If the status is the same as before, only the times are stored and no
// change is logged.
func (s *Shortener) noteVerified(ctx context.Context, d *Domain, found bool) (*Domain, error) {
	noted, edit := *d, s.edit(ctx, d.Workspace)
	noted.note(found, s.now())
	if noted.Status == d.Status {
		edit = nil
	}
	changed, err := updateBody(ctx, s, KindDomain, "", d.ID, edit, func(stored *Domain) ([]string, error) {
		if *stored != *d {
			return nil, errChanged
		}
		*stored = noted
		return noted.keys(), nil
	})
	if errors.Is(err, ErrExists) {
		return nil, fmt.Errorf("domain %q is verified by another workspace: %w", d.Host, ErrExists)
	}
	return changed, err
}

func (s *Shortener) lookUp(ctx context.Context, challenge Challenge) (found bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, verifyTimeout)
	defer cancel()
	texts, err := s.opts.LookupTXT(ctx, challenge.Name)
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return false, nil
	}
	return slices.Contains(texts, challenge.Value), err
}

// AllowHost returns nil if short links are served on a host: the base URL's host,
// those of Options.Domains and active domains. It returns ErrNotFound for any
// other host. Use it to decide whether to request a certificate, as
// OnDemandConfig.DecisionFunc of certmagic or Manager.HostPolicy of autocert.
func (s *Shortener) AllowHost(ctx context.Context, host string) error {
	s.refreshDomains(ctx, s.opts.Clock())
	normal, err := hosts.Normalize(host)
	if err == nil && (normal == s.baseHost() || s.answering(normal) != s.domains.main) {
		return nil
	}
	return fmt.Errorf("host %q: %w", clip.Text(host), ErrNotFound)
}
