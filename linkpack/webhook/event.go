package webhook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Event is a kind of event that webhooks can ask for.
type Event string

// The events.
const (
	// LinkScanned is a visit by the QR code of a link.
	LinkScanned Event = "link.scanned"
	// LinkClicked is any other visit.
	LinkClicked Event = "link.clicked"
	// LinkCreated is a new link.
	LinkCreated Event = "link.created"
	// LinkUpdated is a changed link, or one that was taken out of the bin.
	LinkUpdated Event = "link.updated"
	// LinkDeleted is a link that was put into the bin or removed.
	LinkDeleted Event = "link.deleted"
	// FormSubmitted is a conversion of the kind form.submitted.
	FormSubmitted Event = "form.submitted"
	// Conversion is a conversion of another kind. A webhook that does not ask for
	// FormSubmitted gets those of form.submitted as Conversion, too.
	Conversion Event = "conversion"
	// VisitorIdentified is a visitor who became known, or was identified again with
	// something new.
	VisitorIdentified Event = "visitor.identified"
)

// Events returns all events.
func Events() []Event {
	return []Event{
		LinkScanned, LinkClicked, LinkCreated, LinkUpdated, LinkDeleted,
		FormSubmitted, Conversion, VisitorIdentified,
	}
}

// Trigger is a kind of step in the Linkbreakers API, which chooses events by it.
type Trigger string

// The triggers.
const (
	// Entry means a visit: [LinkScanned] and [LinkClicked].
	Entry Trigger = "KIND_ENTRY"
	// Exit means a redirect, which is the same visit: LinkScanned and LinkClicked.
	Exit Trigger = "KIND_EXIT"
	// Condition means a decision by rules, which is part of a visit: LinkScanned and
	// LinkClicked.
	Condition Trigger = "KIND_CONDITION"
	// Interaction means what a visitor did: [FormSubmitted], [Conversion] and
	// [VisitorIdentified].
	Interaction Trigger = "KIND_INTERACTION"
)

// EventsOf returns the events that triggers mean, each once. No triggers mean those of
// all triggers, which are the events of visitors.
func EventsOf(triggers []Trigger) []Event {
	var events []Event
	if len(triggers) == 0 || slices.ContainsFunc(triggers, func(t Trigger) bool { return t != Interaction }) {
		events = append(events, LinkScanned, LinkClicked)
	}
	if len(triggers) == 0 || slices.Contains(triggers, Interaction) {
		events = append(events, FormSubmitted, Conversion, VisitorIdentified)
	}
	return events
}

// checkWords refuses words of a list that are unknown.
func checkWords[T ~string](field string, words, known []T) error {
	for i, word := range words {
		if !slices.Contains(known, word) {
			return invalid(fmt.Sprintf("%s[%d]", field, i), "must be one of %s", list(known))
		}
	}
	return nil
}

// list returns words as a sentence lists them.
func list[T ~string](words []T) string {
	var all []string
	for _, word := range words {
		all = append(all, string(word))
	}
	return strings.Join(all, ", ")
}

// invalid returns a FieldError with a reason formatted by fmt.Sprintf.
func invalid(field, reason string, args ...any) error {
	return &linkpack.FieldError{Field: field, Reason: fmt.Sprintf(reason, args...)}
}
