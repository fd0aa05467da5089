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

// verifyTimeout bounds the wait for the answer to a DNS question.
const verifyTimeout = 10 * time.Second

// VerifyDomain looks for the record of a domain's Challenge and returns the
// domain with its new Status: active when the record is there, failed when it
// is not, also for a domain that was active, so leave the record in place. When
// there is no answer, the status stays and the error says why.
func (s *Shortener) VerifyDomain(ctx context.Context, workspace, host string) (*Domain, error) {
	for {
		d, err := s.verifyDomain(ctx, workspace, host)
		if !errors.Is(err, errChanged) {
			return d, err
		}
	}
}

func (s *Shortener) verifyDomain(ctx context.Context, workspace, host string) (*Domain, error) {
	d, err := s.Domain(ctx, workspace, host)
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

// noteVerified stores what came of looking for a domain's record. A check that
// leaves the status as it was is no change, though its time is noted.
func (s *Shortener) noteVerified(ctx context.Context, d *Domain, found bool) (*Domain, error) {
	status, edit := DomainFailed, s.edit(ctx, d.Workspace)
	if found {
		status = DomainActive
	}
	if status == d.Status {
		edit = nil
	}
	return updateBody(ctx, s, KindDomain, "", d.Host, edit, func(stored *Domain) ([]string, error) {
		if stored.Challenge != d.Challenge {
			return nil, fmt.Errorf("domain %q: %w", d.Host, ErrNotFound) // registered anew
		}
		if stored.Status != d.Status {
			return nil, errChanged
		}
		stored.Status = status
		if found {
			stored.VerifiedAt = s.now()
		}
		return nil, nil
	})
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

// AllowHost returns nil for the hosts that short links are served on: that of the
// base URL, those of Options.Domains and active domains; and ErrNotFound for
// every other. It is what decides whether a certificate is asked for: give it to
// certmagic as OnDemandConfig.DecisionFunc, or to autocert as
// Manager.HostPolicy.
func (s *Shortener) AllowHost(ctx context.Context, host string) error {
	s.refreshDomains(ctx, s.opts.Clock())
	normal, err := hosts.Normalize(host)
	if err == nil && (normal == s.baseHost() || s.answering(normal) != s.domains.main) {
		return nil
	}
	return fmt.Errorf("host %q: %w", clip.Text(host), ErrNotFound)
}
