package linkpack

import (
	"context"
	"errors"
	"fmt"
)

// ErrQuota means that a workspace may not have more of something. It is for errors of
// Options.CheckQuota; this package does not return it by itself.
var ErrQuota = errors.New("linkpack: quota exceeded")

// Operation is what a call is about to create, for Options.CheckQuota. Links that are
// restored from the bin count as created.
type Operation struct {
	// Kind is what it creates: [KindLink], [KindGroup], [KindDomain], [KindToken],
	// [KindDesign], [KindTemplate], [KindWebhook] or [KindVisitor].
	Kind string
	// Count is how many of them, at least 1.
	Count int
}

// String returns the operation in words, such as "create 3 links".
func (o Operation) String() string {
	if o.Count == 1 {
		return fmt.Sprintf("create 1 %s", o.Kind)
	}
	return fmt.Sprintf("create %d %ss", o.Count, o.Kind)
}

// checkQuota asks the host whether a workspace may create something. Call it when the
// input is valid, so that the host is asked only for what would be stored.
func (s *Shortener) checkQuota(ctx context.Context, workspace, kind string, count int) error {
	if s.opts.CheckQuota == nil || count == 0 {
		return nil
	}
	operation := Operation{Kind: kind, Count: count}
	if err := s.opts.CheckQuota(permitted(ctx), workspace, operation); err != nil {
		return fmt.Errorf("%v: %w", operation, err)
	}
	return nil
}

// checkLinkQuota is checkQuota for links.
func (s *Shortener) checkLinkQuota(ctx context.Context, links ...*Link) error {
	for _, workspace := range workspacesOf(links) {
		count := 0
		for _, link := range links {
			if link.Workspace == workspace {
				count++
			}
		}
		if err := s.checkQuota(ctx, workspace, KindLink, count); err != nil {
			return err
		}
	}
	return nil
}
