package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
)

// Event returns a click or a conversion of a workspace by its ID or its [LBID], with the
// names of its link. If it is still to be written, Event waits up to a second for it. The
// error is ErrNotFound if there is no such event, because of retention, for example, or if
// the link was removed.
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
		return nil, nil, errNoEvent()
	}
	click, err := s.recorder.Event(ctx, read)
	if errors.Is(err, analytics.ErrUnknownClick) {
		return nil, nil, errNoEvent()
	}
	if err != nil {
		return nil, nil, err
	}
	link, err := s.store.LinkByNumber(ctx, click.Link.Number)
	if errors.Is(err, ErrNotFound) || err == nil && (link.Workspace != cmp.Or(workspace, DefaultWorkspace) || !s.covers(scope, link)) {
		return nil, nil, errNoEvent()
	}
	if err != nil {
		return nil, nil, err
	}
	click.Link = refOf(link)
	return &click, link, nil
}

// errNoEvent says that there is no event with an ID. The clicks of a removed link and those
// beyond retention are gone.
func errNoEvent() error { return fmt.Errorf("event: %w", ErrNotFound) }
