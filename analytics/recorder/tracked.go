package recorder

import (
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

// trackedHit has what the queue keeps of tracked clicks and conversions only.
type trackedHit struct {
	clicklog.Tracking
	// converts says that the hit is a conversion; kind and currency are its texts.
	converts       bool
	kind, currency string
}

// trackedOf returns what is kept of a hit, nil for a click that is not tracked. The
// memory is its own.
func trackedOf(hit *analytics.Hit) *trackedHit {
	facts := convertedIn(hit)
	if facts == nil && hit.ID == (analytics.ClickID{}) {
		return nil
	}
	t := &trackedHit{Tracking: clicklog.Tracking{ID: hit.ID, Person: hit.Person}}
	if facts != nil {
		stored := facts.Stored()
		t.converts, t.kind, t.currency = true, stored.Kind, stored.Currency
		t.Conversion = clicklog.ConversionOf(&stored)
	}
	return t
}

// convertedIn returns the facts of a hit that is a conversion, else nil.
func convertedIn(hit *analytics.Hit) *analytics.ConversionFacts {
	if hit.Recorded == nil || hit.Recorded.Class != analytics.Conversion {
		return nil
	}
	return hit.Recorded.Converted
}

// isConversion reports whether the hit is a conversion.
func (w *queuedHit) isConversion() bool { return w.tracked != nil && w.tracked.converts }

// setTracked sets what tracked clicks and conversions bring along.
func setTracked(e *clicklog.Entry, t *trackedHit) {
	e.Tracking = t.Tracking
	e.Texts[clicklog.TextKind], e.Texts[clicklog.TextCurrency] = t.kind, t.currency
}

// checkTracked returns a *[routing.FieldError] for an ID that does not belong to the
// visit, a person without an ID, and facts of a conversion that are wrong.
func checkTracked(h *analytics.Hit) error {
	switch {
	case h.ID == (analytics.ClickID{}) && h.Person != 0:
		return &routing.FieldError{Field: "Person", Reason: "is set, but ID is not"}
	case h.ID != (analytics.ClickID{}) && !h.ID.Valid():
		return &routing.FieldError{Field: "ID", Reason: "is not a UUIDv7"}
	case h.ID != (analytics.ClickID{}) && h.ID.Time().UnixMilli() != h.Visit.Time.UnixMilli():
		return &routing.FieldError{Field: "ID", Reason: fmt.Sprintf("has the time %v, not that of the visit", h.ID.Time())}
	case h.Recorded == nil:
		return nil
	case h.Recorded.Class == analytics.Conversion:
		return checkConversion(h.Recorded)
	case h.Recorded.Converted != nil:
		return &routing.FieldError{Field: "Converted", Reason: "is set, but the click is no conversion"}
	}
	return nil
}

// checkConversion checks the facts of a conversion.
func checkConversion(c *analytics.Click) error {
	if c.Converted == nil {
		return &routing.FieldError{Field: "Converted", Reason: "is missing"}
	}
	if c.Converted.Click != "" {
		if _, err := analytics.ParseClickID(c.Converted.Click); err != nil {
			return &routing.FieldError{Field: "Converted.Click", Reason: fmt.Sprintf("%.40q is not the ID of a click", c.Converted.Click)}
		}
	}
	return c.Converted.Check()
}
