package linkpack

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
)

// NewConversion is what a visitor did after a click: bought something, say, or sent a
// form.
type NewConversion struct {
	// Workspace is that of the click's link. Empty means [DefaultWorkspace].
	Workspace string
	// Click is the lbid that the destination got, or the ID of the click; see
	// [ClickIDOf]. The link must have had TrackConversions.
	Click string
	// Kind says what the visitor did, as in "purchase" or "form.submitted": 1 to 64 of
	// the characters a-z, 0-9, ".", "_" and "-".
	Kind string
	// ID counts the conversion once, however often it is recorded, as if a page is
	// loaded again: the number of an order, say. It has at most 255 characters and is
	// one of the link and kind. Empty means that each call is a conversion.
	ID string
	// Value is what the conversion is worth in the currency: at least 0, at most
	// [analytics.MaxConversionValue], and rounded to six decimals.
	Value float64
	// Currency is the code of a currency by ISO 4217, such as "EUR", in any letter
	// case. Empty means none.
	Currency string
	// FormResponses are what the visitor filled in, as JSON. nil and null mean none.
	FormResponses json.RawMessage
	// Properties are further facts, a JSON object. nil and null mean none. Together with
	// FormResponses they have at most 8,192 bytes without white space.
	Properties json.RawMessage
}

// RecordConversion counts a conversion for the link, rule, variant, UTM parameters and
// referrer of its click, on the day of the call, and returns it as it is in the click
// log. It is as durable as a click of [Shortener.Record]. A publishable token may record
// conversions; another needs [MayCreate].
//
// A conversion with an ID that was recorded before is returned as it was then, also if
// it came by another click of the link. If its other fields were different, the error
// wraps ErrExists. The ID is remembered as long as clicks are kept
// ([analytics.Options.Retention]), also by a process that ends in between: a call that
// failed can be repeated.
//
// RecordConversion returns ErrNotFound if the workspace has no such click: because its
// lbid was made up, the click is beyond retention or erased, or its link was removed.
// It returns a [FieldError] for each invalid field. The error wraps [analytics.ErrLate] if
// the click log does not keep up: the conversion may be recorded after all, so repeat it
// with an ID alone.
func (s *Shortener) RecordConversion(ctx context.Context, c NewConversion) (*analytics.Click, error) {
	scope, err := scopeForPages(ctx, c.Workspace, MayCreate)
	if err != nil {
		return nil, err
	}
	facts, err := c.facts()
	if err != nil {
		return nil, err
	}
	link, err := s.trackedLink(ctx, c.Workspace, facts.Click)
	if err == nil && !s.covers(scope, link) {
		err = errNoClick(facts.Click)
	}
	if err != nil {
		return nil, err
	}
	made, err := s.convert(ctx, link, c.ID, facts)
	if errors.Is(err, analytics.ErrUnknownClick) {
		err = errNoClick(facts.Click)
	}
	if err != nil {
		return nil, err
	}
	made.Link = refOf(link)
	return &made, nil
}

// convert records a conversion of a link.
func (s *Shortener) convert(ctx context.Context, link *Link, id string, facts analytics.ConversionFacts) (analytics.Click, error) {
	if id == "" {
		return s.recorder.Convert(ctx, analytics.ClickID{}, facts)
	}
	once, err := s.onceOf(link, id, facts)
	if err != nil {
		return analytics.Click{}, err
	}
	event, err := once.event(ctx)
	if err != nil {
		return analytics.Click{}, err
	}
	return s.recorder.Convert(ctx, event, facts)
}

// facts returns what the log keeps of the conversion, or all errors in its fields.
func (c *NewConversion) facts() (analytics.ConversionFacts, error) {
	click, err := ClickIDOf(c.Click)
	f := analytics.ConversionFacts{
		Click: click, Kind: c.Kind, Value: c.Value, Currency: strings.ToUpper(c.Currency),
		FormResponses: orNone(c.FormResponses), Properties: orNone(c.Properties),
	}
	faults := []error{err, checkText("id", c.ID, 255)}
	if f.Currency != "" && !isCurrency(f.Currency) {
		faults = append(faults, invalid("currency", "must be a code of ISO 4217, as in EUR"))
		f.Currency = ""
	}
	if p := bytes.TrimSpace(f.Properties); len(p) > 0 && p[0] != '{' {
		faults = append(faults, invalid("properties", "must be a JSON object"))
	}
	faults = append(faults, renameFields(f.Check(), conversionField))
	return f.Stored(), errors.Join(faults...)
}

// orNone returns nil for null.
func orNone(value json.RawMessage) json.RawMessage {
	if strings.TrimSpace(string(value)) == "null" {
		return nil
	}
	return value
}

// conversionField returns the name of a field of [analytics.ConversionFacts] here.
func conversionField(name string) string {
	if name == "FormResponses" {
		return "form_responses"
	}
	return strings.ToLower(name)
}

// trackedLink returns the link of a tracked click of a workspace. The IDs of other clicks
// can be guessed, and no page was given them.
func (s *Shortener) trackedLink(ctx context.Context, workspace, id string) (*Link, error) {
	click, link, err := s.clickOf(ctx, workspace, id)
	if err == nil && (!click.Tracked || click.Class == analytics.Conversion) {
		err = errNoClick(id)
	}
	return link, err
}

// clickOf returns a click or conversion of a workspace, and its link.
func (s *Shortener) clickOf(ctx context.Context, workspace, id string) (*analytics.Click, *Link, error) {
	click, err := s.recorder.Event(ctx, id)
	if errors.Is(err, analytics.ErrUnknownClick) {
		return nil, nil, errNoClick(id)
	}
	if err != nil {
		return nil, nil, err
	}
	link, err := s.store.LinkByNumber(ctx, click.Link.Number)
	if errors.Is(err, ErrNotFound) || err == nil && cmp.Or(link.Workspace, DefaultWorkspace) != cmp.Or(workspace, DefaultWorkspace) {
		return nil, nil, errNoClick(id)
	}
	if err != nil {
		return nil, nil, err
	}
	click.Link = refOf(link)
	return &click, link, nil
}

// errNoClick says that a workspace has no click with an ID.
func errNoClick(id string) error {
	return fmt.Errorf("click %s, which may have been removed: %w", id, ErrNotFound)
}
