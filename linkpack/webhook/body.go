package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// message is the body of a delivery in the format JSON.
type message struct {
	// EventType is the kind of event.
	EventType Event `json:"event_type"`
	// ID is the ID of the delivery.
	ID string `json:"id"`
	// Timestamp is the time of the event.
	Timestamp time.Time `json:"timestamp"`
	// Data is what happened.
	Data data `json:"data"`
}

// data is what happened.
type data struct {
	// Test says that it was made up by [Webhooks.Test].
	Test bool `json:"test,omitempty"`
	// Event is the visit, the conversion or the change.
	Event eventData `json:"event"`
	// Link is the link. It is nil for an event without one.
	Link *linkData `json:"link,omitempty"`
	// Visitor is the visitor. It is empty, but there, if nobody is known.
	Visitor visitorData `json:"visitor"`
	// Conversion is what the visitor did. It is nil for other events.
	Conversion *conversionData `json:"conversion,omitempty"`
	// FormResponses are what the visitor filled in.
	FormResponses json.RawMessage `json:"form_responses,omitempty"`
	// Truncated are the fields that were left out since the body was too long.
	Truncated []string `json:"truncated,omitempty"`
}

// eventData is a visit or a change.
type eventData struct {
	ID string `json:"id,omitempty"`
	// Trigger is "scan" or "click" for a visit, "conversion" for a conversion, and the
	// action for a change.
	Trigger     string       `json:"trigger"`
	Class       string       `json:"class,omitempty"`
	Rule        string       `json:"rule_id,omitempty"`
	Destination string       `json:"destination,omitempty"`
	Placement   string       `json:"placement,omitempty"`
	Country     string       `json:"country,omitempty"`
	Region      string       `json:"region,omitempty"`
	City        string       `json:"city,omitempty"`
	Device      string       `json:"device,omitempty"`
	OS          string       `json:"os,omitempty"`
	Browser     string       `json:"browser,omitempty"`
	Language    string       `json:"language,omitempty"`
	Referrer    string       `json:"referrer,omitempty"`
	UTM         *routing.UTM `json:"utm,omitempty"`
	Revision    uint64       `json:"revision,omitempty"`
	Actor       string       `json:"actor,omitempty"`
}

// conversionData is a conversion.
type conversionData struct {
	// Click is the ID of the visit before it.
	Click      string          `json:"click_id"`
	First      bool            `json:"first"`
	Kind       string          `json:"kind"`
	Value      float64         `json:"value,omitempty"`
	Currency   string          `json:"currency,omitempty"`
	Properties json.RawMessage `json:"properties,omitempty"`
}

// linkData is a link in the words of the Linkbreakers API.
type linkData struct {
	ID          string            `json:"id"`
	Name        string            `json:"name,omitempty"`
	Shortlink   string            `json:"shortlink,omitempty"`
	Entrypoint  string            `json:"entrypoint,omitempty"`
	Domain      string            `json:"domain,omitempty"`
	Destination string            `json:"destination,omitempty"`
	ExternalID  string            `json:"external_id,omitempty"`
	Tags        []string          `json:"tags,omitempty"`
	Metadata    map[string]string `json:"metadata,omitempty"`
	CreatedAt   time.Time         `json:"created_at,omitzero"`
}

// visitorData is a visitor.
type visitorData struct {
	ID         string         `json:"id,omitempty"`
	Email      string         `json:"email,omitempty"`
	Phone      string         `json:"phone,omitempty"`
	FirstName  string         `json:"first_name,omitempty"`
	LastName   string         `json:"last_name,omitempty"`
	Attributes map[string]any `json:"attributes,omitempty"`
}

// body returns the body of a delivery in the webhook's format, or errUnwanted.
func (w *Webhooks) body(ctx context.Context, s *stored, d *Delivery, h *happening) ([]byte, error) {
	m := &message{EventType: d.Event, ID: d.ID, Timestamp: h.time.UTC()}
	var err error
	if h.click != nil {
		err = w.describeClick(ctx, s, m, h)
	} else {
		err = w.describeChange(ctx, s, m, h.change)
	}
	if err != nil {
		return nil, err
	}
	return s.format(m)
}

// format returns the body of a message in the webhook's format.
func (s *stored) format(m *message) ([]byte, error) {
	if s.Format != JSON {
		return json.Marshal(m.chat(s.Format))
	}
	return m.fit()
}

// describeClick describes a visit or a conversion.
func (w *Webhooks) describeClick(ctx context.Context, s *stored, m *message, h *happening) error {
	link, err := w.linkOf(ctx, h.click.Link.Number, h.click.Revision)
	if errors.Is(err, linkpack.ErrNotFound) {
		return errNoEvent // its link was removed, and its workspace cannot be told
	}
	if err != nil {
		return err
	}
	if !s.covers(link) {
		return errUnwanted
	}
	m.Data.Link = w.linkData(link)
	m.Data.Event = visitData(h.click)
	if f := h.click.Converted; f != nil {
		m.Data.Event.Trigger, m.Data.Event.Class = "conversion", ""
		m.Data.FormResponses = f.FormResponses
		m.Data.Conversion = &conversionData{
			Click: f.Click, First: f.First, Kind: f.Kind, Value: f.Value, Currency: f.Currency, Properties: f.Properties,
		}
	}
	m.Data.Visitor, err = w.visitorOf(ctx, s.Workspace, h.click)
	return err
}

// covers reports whether a link is one whose events a webhook wants.
func (s *stored) covers(link *linkpack.Link) bool {
	return link.Workspace == s.Workspace && (s.Link == "" || s.Link == link.ID) &&
		(s.Tag == "" || slices.Contains(link.Tags, s.Tag))
}

// visitData returns a visit as it is sent.
func visitData(c *analytics.Click) eventData {
	e := eventData{
		ID: c.ID, Trigger: "click", Class: c.Class.String(), Rule: c.Rule, Destination: c.Destination,
		Placement: c.Placement, Country: c.Place.Country, Region: c.Place.Region, City: c.Place.City,
		Device: c.Agent.Device.String(), OS: c.Agent.OS, Browser: c.Agent.Browser,
		Language: c.Language, Referrer: c.Referrer,
	}
	if c.Scan {
		e.Trigger = "scan"
	}
	if c.UTM != (routing.UTM{}) {
		utm := c.UTM
		e.UTM = &utm
	}
	return e
}

// linkData returns a link as it is sent.
func (w *Webhooks) linkData(link *linkpack.Link) *linkData {
	return &linkData{
		ID: link.ID, Name: link.Name, Shortlink: link.ShortCode, Entrypoint: w.links.URL(link), Domain: link.Domain,
		Destination: link.Destination, ExternalID: link.ExternalID, Tags: link.Tags, Metadata: link.Metadata,
		CreatedAt: link.CreatedAt,
	}
}

// describeChange describes a change of a link or a visitor.
func (w *Webhooks) describeChange(ctx context.Context, s *stored, m *message, c *linkpack.Change) error {
	m.Data.Event = eventData{Trigger: string(c.Action), Revision: c.Revision, Actor: c.Actor}
	if c.Kind == linkpack.KindVisitor {
		return w.describeVisitor(ctx, s.Workspace, m, c.ID)
	}
	link, err := w.links.LinkRevision(ctx, s.Workspace, c.ID, uint32(c.Revision))
	switch {
	case errors.Is(err, linkpack.ErrNotFound):
		if s.Tag != "" {
			return errUnwanted // whether a removed link had the tag cannot be told
		}
		m.Data.Link = w.removedLink(c)
		return nil
	case err != nil:
		return err
	case !s.covers(link):
		return errUnwanted
	}
	m.Data.Link = w.linkData(link)
	if link.ShortCode == "" { // a link in the bin has no codes
		m.Data.Link.Shortlink, m.Data.Link.Entrypoint = "", ""
	}
	return nil
}

// removedLink returns what the change log says about a link that was removed.
func (w *Webhooks) removedLink(c *linkpack.Change) *linkData {
	removed := &linkData{ID: c.ID}
	if len(c.Codes) > 0 {
		code := c.Codes[0]
		removed.Shortlink, removed.Domain = code.ShortCode, code.Domain
		removed.Entrypoint = w.links.URL(&linkpack.Link{Domain: code.Domain, ShortCode: code.ShortCode})
	}
	return removed
}
