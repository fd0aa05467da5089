package webhook

import (
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// maxAge is the age from which events are not sent: that of imported clicks, and of those
// that waited for a target that failed for longer than a webhook may.
const maxAge = 5 * 24 * time.Hour

// wants returns the event that something is for a webhook, and whether the webhook wants
// it. A Tag is looked at when the event is sent.
func (s *stored) wants(h *happening) (event Event, ok bool) {
	if s.Link != "" && s.Link != h.link {
		return "", false
	}
	if h.click != nil {
		event = s.eventOfClick(h.click)
	} else {
		event = s.eventOfChange(h.change)
	}
	return event, event != "" && s.asksFor(event)
}

// wants is the wants of the webhook for events that are not too old, and counts those that
// are. c is locked.
func (c *courier) wants(h *happening) (event Event, ok bool) {
	event, ok = c.hook.Load().wants(h)
	if ok && c.w.now().Sub(h.time) > maxAge {
		c.figures.TooOld++
		c.unsaved = true
		return "", false
	}
	return event, ok
}

// asksFor reports whether a webhook asks for an event.
func (s *stored) asksFor(event Event) bool {
	return len(s.Events) == 0 || slices.Contains(s.Events, event)
}

// kindOfForms is the kind of the conversions that are FormSubmitted.
const kindOfForms = "form.submitted"

// eventOfClick returns the event that a visit or conversion is for a webhook, or "".
func (s *stored) eventOfClick(c *analytics.Click) Event {
	if c.Converted != nil {
		if c.Converted.Kind == kindOfForms && s.asksFor(FormSubmitted) {
			return FormSubmitted
		}
		return Conversion
	}
	classes := s.Classes
	if len(classes) == 0 {
		classes = []analytics.Class{analytics.Human}
	}
	switch {
	case !slices.Contains(classes, c.Class):
		return ""
	case c.Scan, s.ClicksAsScans:
		return LinkScanned
	default:
		return LinkClicked
	}
}

// eventOfChange returns the event that a change is for a webhook, or "".
func (s *stored) eventOfChange(c *linkpack.Change) Event {
	switch {
	case c.Kind == linkpack.KindVisitor && s.Link == "" && s.Tag == "":
		if c.Action == linkpack.ActionCreate || c.Action == linkpack.ActionIdentify {
			return VisitorIdentified
		}
	case c.Kind == linkpack.KindLink:
		return eventOfLink(c.Action)
	}
	return ""
}

// eventOfLink returns the event that an action on a link is, or "".
func eventOfLink(action linkpack.Action) Event {
	switch action {
	case linkpack.ActionCreate:
		return LinkCreated
	case linkpack.ActionUpdate, linkpack.ActionRestore:
		return LinkUpdated
	case linkpack.ActionDelete:
		return LinkDeleted
	default:
		return "" // it was deleted before
	}
}
