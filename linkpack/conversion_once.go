package linkpack

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack/internal/random"
)

// conversionBody is the body of the document that remembers a [NewConversion.ID]. The
// document's own ID is that of the event in the click log, which begins with the time of
// the conversion. It does not name the click: the document outlives the erasure of the
// visitor, and the event in the log has the click.
type conversionBody struct {
	// Fingerprint is a keyed hash of the fields other than the ID and the click.
	Fingerprint string `json:"fingerprint"`
}

// onceConversion is a conversion with an ID, of which the link has one of its kind.
type onceConversion struct {
	*Shortener
	link   *Link
	unique string // of link, kind and ID
	body   conversionBody
}

// onceOf returns a conversion of a link with an ID.
func (s *Shortener) onceOf(link *Link, id string, facts analytics.ConversionFacts) (*onceConversion, error) {
	o := &onceConversion{Shortener: s, link: link, unique: hashSecret(link.ID + "\x00" + facts.Kind + "\x00" + id)}
	facts.Click = "" // of a visitor's clicks, another may come with the same order
	fields, err := json.Marshal(facts)
	if err != nil {
		return nil, fmt.Errorf("encoding a conversion: %w", err)
	}
	o.body.Fingerprint = hex.EncodeToString(s.Sign("conversion", string(fields)))
	return o, nil
}

// event returns the event in the click log that the ID stands for. It stores that before
// the event is recorded. If the process ends in between, the next call gets the same event.
func (o *onceConversion) event(ctx context.Context) (event analytics.ClickID, err error) {
	for {
		event, err = o.known(ctx)
		if errors.Is(err, ErrNotFound) {
			event, err = o.remember(ctx)
		}
		if !errors.Is(err, errChanged) {
			return event, err
		}
	}
}

// known returns the event of an ID that was used before.
func (o *onceConversion) known(ctx context.Context) (event analytics.ClickID, err error) {
	d, err := o.store.DocumentByKey(ctx, kindConversion, o.unique)
	if err != nil {
		return event, err
	}
	body, err := decodeAs[conversionBody](d)
	if err == nil {
		event, err = analytics.ParseClickID(d.ID)
	}
	if err != nil {
		return event, err
	}
	outdated, err := o.forgetConversion(ctx, d)
	switch {
	case err != nil:
		return event, err
	case outdated:
		return event, ErrNotFound
	case body.Fingerprint != o.body.Fingerprint:
		return event, fmt.Errorf("a conversion with this id and other fields: %w", ErrExists)
	}
	return event, nil
}

// remember takes the ID for a new event. It returns errChanged if another call has taken
// it in the meantime.
func (o *onceConversion) remember(ctx context.Context) (analytics.ClickID, error) {
	event, err := o.recorder.NewID(o.now())
	if err != nil {
		return event, err
	}
	d := Document{Kind: kindConversion, Workspace: o.link.Workspace, ID: event.String(), Keys: []string{o.unique}}
	err = o.createOwned(ctx, o.link.Workspace, d, nil, &o.body)
	if errors.Is(err, ErrExists) {
		return event, errChanged
	}
	if err == nil {
		err = o.sweepConversions(ctx, o.link.Workspace)
	}
	return event, err
}

// sweepConversions removes a few outdated IDs of conversions: more than one for each new
// one, so that their number stays bounded if clicks are not kept forever.
func (s *Shortener) sweepConversions(ctx context.Context, workspace string) error {
	if s.opts.Clicks.Retention == 0 {
		return nil
	}
	oldest, err := s.store.ListDocuments(ctx, kindConversion, workspace, "", 4)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	for _, d := range oldest {
		if _, err := s.forgetConversion(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// forgetConversion removes the ID of a conversion that is beyond retention.
func (s *Shortener) forgetConversion(ctx context.Context, d *Document) (outdated bool, err error) {
	keep := s.opts.Clicks.Retention
	if keep == 0 || s.now().Sub(random.TimeOf(d.ID)) < keep {
		return false, nil
	}
	err = s.store.DeleteDocument(ctx, kindConversion, d.Workspace, d.ID, nil)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return true, err
}
