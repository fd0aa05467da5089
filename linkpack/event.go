package linkpack

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// Event returns a click or a conversion of a workspace by its ID or its [LBID], with the
// names of its link. If it is still to be written, Event waits up to a second for it. The
// error is ErrNotFound if there is no such event, because of retention, for example, or if
// the link was removed. It wraps ErrDamaged if a damaged part of the log has the event,
// or may have it.
func (s *Shortener) Event(ctx context.Context, workspace, id string) (*analytics.Click, error) {
	click, _, err := s.eventAndLink(ctx, workspace, id)
	return click, err
}

// eventAndLink returns an event and its link.
func (s *Shortener) eventAndLink(ctx context.Context, workspace, id string) (*analytics.Click, *Link, error) {
	scope, err := scopeIn(ctx, workspace, MayRead)
	if err != nil {
		return nil, nil, err
	}
	read, err := ClickIDOf(id)
	if err != nil {
		return nil, nil, errNoClick(clip.Text(id))
	}
	click, link, err := s.clickOf(ctx, workspace, read)
	if err == nil && !s.covers(scope, link) {
		err = errNoClick(read)
	}
	return click, link, err
}
