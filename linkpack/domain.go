package linkpack

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/random"
	"github.com/linkpack/linkpack-go/linkpack/internal/urls"
)

// Domain is a custom host with its own namespace of short codes. Only links of
// its workspace can use it.
//
// A domain that was never verified is only a claim: it answers nothing, has no links,
// and ends 14 days after CreatedAt. Several workspaces may claim the same host. The
// first that verifies it has the host alone until it deletes the domain.
type Domain struct {
	// ID is a UUID of version 7, which stays when the domain is verified. The
	// Shortener sets it. It is empty for the domains of Options.
	ID string `json:"id,omitempty"`
	// Host is the host name in lower case and ASCII form, such as
	// "go.example.com".
	Host string `json:"host"`
	// Workspace owns the domain. Empty means [DefaultWorkspace].
	Workspace string `json:"workspace"`
	// Status says whether the domain is verified. The Shortener sets it.
	Status DomainStatus `json:"status"`
	// Challenge is the DNS record that proves ownership of the host. The
	// Shortener sets it.
	Challenge Challenge `json:"challenge,omitzero"`
	// FoldCase makes short codes case-insensitive. It cannot change while a link
	// has a code on the domain.
	FoldCase bool `json:"fold_case,omitempty"`
	// UnicodeCodes allows codes of 1 to 64 characters in any script, emoji
	// included. Codes are stored in Unicode normal form C, without the selectors of
	// emoji and text style (U+FE0F and U+FE0E), which chats add and remove. Spaces,
	// control characters and / \ ? # % + are not allowed. Nor are invisible
	// characters, except joiners in words whose script needs them and in emoji, and
	// the tags of regional flags.
	UnicodeCodes bool `json:"unicode_codes,omitempty"`
	// NotFoundURL is where visits of unknown codes are redirected. If it is
	// empty, they are answered with "not found". So are reserved codes such as
	// "robots.txt" and "favicon.ico", since programs that ask for these take any
	// page for the answer, unless a Fallback of the package httpadapter serves them.
	NotFoundURL string `json:"not_found_url,omitempty"`
	// RootURL is where visits of the host's root, without a code, are
	// redirected. Empty means nowhere.
	RootURL string `json:"root_url,omitempty"`
	// FallbackURL is where expired and used-up links lead that have no
	// FallbackURL of their own. If it is empty, they are answered with "gone".
	FallbackURL string `json:"fallback_url,omitempty"`
	// CreatedAt is when the workspace claimed the host, in UTC.
	CreatedAt time.Time `json:"created_at"`
	// VerifiedAt is when the challenge was last found, in UTC. Zero means never:
	// the domain is a claim.
	VerifiedAt time.Time `json:"verified_at,omitzero"`
	// ActivatedAt is when Status last became active, in UTC. Zero means never. The
	// Shortener sets it.
	ActivatedAt time.Time `json:"activated_at,omitzero"`
	// CheckedAt is when the challenge was last looked up and the DNS answered, in
	// UTC. Zero means never. The Shortener sets it.
	CheckedAt time.Time `json:"checked_at,omitzero"`
}

// DomainStatus is the state of a domain's verification.
type DomainStatus string

// The states of a domain. Only an active domain serves its links and accepts
// new ones. Requests for the host of any other are answered by the default
// domain.
const (
	DomainPending DomainStatus = "PENDING" // not verified yet
	DomainActive  DomainStatus = "ACTIVE"  // verified
	DomainFailed  DomainStatus = "FAILED"  // checked, and the record was not found
)

// Challenge is the TXT record that a domain's owner has to set.
type Challenge struct {
	// Name is the record's name: "_linkpack." followed by the host.
	Name string `json:"name"`
	// Value is the record's text.
	Value string `json:"value"`
}

// checkDomainURLs checks the domain's URLs and normalizes them. stored is the
// domain before the change.
func (s *Shortener) checkDomainURLs(ctx context.Context, d, stored *Domain) error {
	var faults []error
	before := []string{stored.NotFoundURL, stored.RootURL, stored.FallbackURL}
	for _, f := range d.urls() {
		err := s.checkField(ctx, f, before)
		if err == nil && *f.url != "" && d.Host != "" && urls.OnHost(*f.url, d.Host) {
			err = invalid(f.name, "must not be on the domain itself")
		}
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}

func (d *Domain) urls() []urlField {
	return []urlField{
		{name: "not_found_url", url: &d.NotFoundURL, optional: true},
		{name: "root_url", url: &d.RootURL, optional: true},
		{name: "fallback_url", url: &d.FallbackURL, optional: true},
	}
}

// newChallenge returns a new challenge for a host.
func (s *Shortener) newChallenge(host string) (Challenge, error) {
	secret, err := random.Text(s.opts.Random, tokenAlphabet, 32)
	if err != nil {
		return Challenge{}, fmt.Errorf("making a challenge: %w", err)
	}
	return Challenge{Name: "_linkpack." + host, Value: "linkpack-verification=" + secret}, nil
}
