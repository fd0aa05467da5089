package linkpack

import (
	"context"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// onDomains returns a context for writing links, with one more condition than ctx. The
// store writes them only if the domains of their new codes are still those of the
// domain table, so that no link is left on a domain that was deleted, nor with a code
// that its domain spells differently. stored are the links before the change, or nil
// for new ones.
func (s *Shortener) onDomains(ctx context.Context, links, stored []*Link) (context.Context, error) {
	known := s.domains.now.Load()
	condition := ConditionOf(ctx)
	held := slices.Clip(condition.Documents)
	for i, link := range links {
		for _, code := range link.Codes() {
			if code.Domain == "" || s.domains.fixed[code.Domain] != nil || stored != nil && slices.Contains(stored[i].Codes(), code) {
				continue
			}
			d := known.byHost[code.Domain]
			if d == nil || d.Status != DomainActive || d.key(code.ShortCode) != code.ShortCode {
				return nil, ofLink(i, invalid("domain", "%q was changed in the meantime; try again", clip.Text(code.Domain)))
			}
			if document := known.documents[code.Domain]; !slices.Contains(held, document) {
				held = append(held, document)
			}
		}
	}
	condition.Documents = held
	return WithCondition(ctx, condition), nil
}
