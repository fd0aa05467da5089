package linkpack

import (
	"context"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// Alias is a further domain and short code of a link.
type Alias struct {
	// Domain has the meaning of Domain in [Link].
	Domain string `json:"domain,omitempty"`
	// ShortCode has the meaning of ShortCode in [Link], but is required.
	ShortCode string `json:"short_code"`
}

// Codes returns all codes of the link: its short code, followed by the aliases.
func (l *Link) Codes() []Alias {
	return append([]Alias{{Domain: l.Domain, ShortCode: l.ShortCode}}, l.Aliases...)
}

// checkAliases checks and normalizes the aliases.
func (s *Shortener) checkAliases(ctx context.Context, link, stored *Link) error {
	if len(link.Aliases) > maxAliases {
		return invalid("aliases", "has %d aliases, at most %d are allowed", len(link.Aliases), maxAliases)
	}
	for i := range link.Aliases {
		field := fmt.Sprintf("aliases[%d].", i)
		alias := &link.Aliases[i]
		if alias.ShortCode == "" {
			return invalid(field+"short_code", "is required")
		}
		if err := s.checkPlace(ctx, link, stored, alias); err != nil {
			return prefixFields(field, err)
		}
		if slices.Contains(link.Codes()[:i+1], *alias) {
			return invalid(field+"short_code", "%q is already a code of this link", clip.Text(alias.ShortCode))
		}
	}
	if len(link.Aliases) == 0 {
		link.Aliases = nil
	}
	return nil
}
