package linkpack

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/random"
	"github.com/linkpack/linkpack-go/linkpack/internal/urls"
)

// Domain is a host whose short codes are its own. Only its workspace's links
// can use it.
type Domain struct {
	// Host is the name in lower case and ASCII form, as in "go.example.com".
	Host string `json:"host"`
	// Workspace owns the domain. Empty means [DefaultWorkspace].
	Workspace string `json:"workspace"`
	// Status says whether the domain answers. It is given.
	Status DomainStatus `json:"status"`
	// Challenge is the DNS record that proves who owns the host. It is given.
	Challenge Challenge `json:"challenge,omitzero"`
	// FoldCase makes short codes that differ in case the same one. It cannot
	// change while the domain has links.
	FoldCase bool `json:"fold_case,omitempty"`
	// UnicodeCodes allows codes of 1 to 64 characters of any script and emoji,
	// in Unicode normal form C, but for spaces, control and invisible
	// characters and / \ ? # % +.
	UnicodeCodes bool `json:"unicode_codes,omitempty"`
	// NotFoundURL is where unknown codes lead; empty is a "not found".
	NotFoundURL string `json:"not_found_url,omitempty"`
	// RootURL is where the host itself leads, without a code; empty is nowhere.
	RootURL string `json:"root_url,omitempty"`
	// FallbackURL is where expired and used up links lead that have none of
	// their own; empty is a "gone".
	FallbackURL string `json:"fallback_url,omitempty"`
	// CreatedAt is when the domain was registered, in UTC.
	CreatedAt time.Time `json:"created_at"`
	// VerifiedAt is when the challenge was last found, in UTC; zero is never.
	VerifiedAt time.Time `json:"verified_at,omitzero"`
}

// DomainStatus says how far a domain has come.
type DomainStatus string

// The states of a domain. Only an active one answers and can have new links;
// the host of another is answered by the default domain.
const (
	DomainPending DomainStatus = "PENDING" // not verified yet
	DomainActive  DomainStatus = "ACTIVE"  // verified
	DomainFailed  DomainStatus = "FAILED"  // looked up, and not found
)

// Challenge is a TXT record for a domain's owner to set.
type Challenge struct {
	// Name is the record's name, "_linkpack." and the host.
	Name string `json:"name"`
	// Value is the record's text.
	Value string `json:"value"`
}

// checkDomainURLs brings the domain's URLs into their normal form. stored is the
// domain as it was.
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

// newChallenge makes the record that proves who owns a host.
func (s *Shortener) newChallenge(host string) (Challenge, error) {
	secret, err := random.Text(s.opts.Random, tokenAlphabet, 32)
	if err != nil {
		return Challenge{}, fmt.Errorf("making a challenge: %w", err)
	}
	return Challenge{Name: "_linkpack." + host, Value: "linkpack-verification=" + secret}, nil
}
