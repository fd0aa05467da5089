package webhook

import (
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// Webhook is a URL that gets the events of a workspace.
type Webhook struct {
	// ID is a UUIDv7, assigned when the webhook is created.
	ID string `json:"id"`
	// Workspace owns the webhook. Empty means linkpack.DefaultWorkspace.
	Workspace string `json:"workspace"`
	// Name is what people call the webhook, at most 200 characters.
	Name string `json:"name,omitempty"`
	// URL is where deliveries are sent: http or https, at most 8,192 bytes. An address
	// in it must be public or allowed by Options.Allowed.
	URL string `json:"url"`
	// Events are the events that it gets. Empty means all of them.
	Events []Event `json:"events,omitempty"`
	// ClicksAsScans sends every visit as [LinkScanned]. data.event.trigger says whether
	// it was a scan.
	ClicksAsScans bool `json:"clicks_as_scans,omitempty"`
	// Triggers are kept for the Linkbreakers API. If they are set, Events becomes
	// [EventsOf] them.
	Triggers []Trigger `json:"triggers,omitempty"`
	// Classes are the classes of the visits that it gets. Empty means
	// [analytics.Human] alone. It has no influence on other events.
	Classes []analytics.Class `json:"classes,omitempty"`
	// Link is the ID of the link whose events it gets. Empty means all links. With a
	// Link or a Tag it gets no [VisitorIdentified].
	Link string `json:"link,omitempty"`
	// Tag is a tag that links must have when their events are sent. Empty means none.
	Tag string `json:"tag,omitempty"`
	// Format is the form of the body. Empty means JSON with all that is known.
	Format Format `json:"format,omitempty"`
	// Source names the program that made the webhook, at most 100 characters.
	Source string `json:"source,omitempty"`
	// Status says whether it gets events. Empty means [Active].
	Status Status `json:"status"`
	// DisabledReason says why Status is [Disabled]. Only deliveries set it.
	DisabledReason string `json:"disabled_reason,omitempty"`
	// Secret is the key of signatures, "whsec_" and 32 bytes in base64. Only
	// [Webhooks.Create] and [Webhooks.Rotate] return it.
	Secret string `json:"secret,omitempty"`
	// CreatedBy is who created it, as given to linkpack.WithActor.
	CreatedBy string `json:"created_by,omitempty"`
	// CreatedAt is when it was created, in UTC.
	CreatedAt time.Time `json:"created_at"`
	// UpdatedAt is when it was last changed, in UTC.
	UpdatedAt time.Time `json:"updated_at"`
	// Revision counts the changes, starting at 1.
	Revision uint64 `json:"revision"`
	// Figures are counted while deliveries are sent.
	Figures Figures `json:"figures"`
}

// Figures are counts and times of a webhook's deliveries. They are stored once a minute,
// so a crash can lose the last minute.
type Figures struct {
	// Delivered is the number of deliveries that were taken.
	Delivered uint64 `json:"delivered"`
	// Failed is the number of attempts that failed.
	Failed uint64 `json:"failed"`
	// TooOld is the number of events that were not sent since they were older than five
	// days when they were read.
	TooOld uint64 `json:"too_old,omitempty"`
	// LastSentAt is the time of the last attempt. Zero means none.
	LastSentAt time.Time `json:"last_sent_at,omitzero"`
	// LastDeliveredAt is the time of the last delivery that was taken. Zero means none.
	LastDeliveredAt time.Time `json:"last_delivered_at,omitzero"`
	// FailingSince is the time of the first failed attempt after the last delivery that
	// was taken. Zero means that the last attempt did not fail.
	FailingSince time.Time `json:"failing_since,omitzero"`
}

// Status says whether a webhook gets events. One that is not active misses what happens
// until it is active again, and what happened before and was not sent yet. Deliveries that
// failed before are sent again then.
type Status string

// The statuses.
const (
	Active Status = "active"
	// Paused means that someone stopped it.
	Paused Status = "paused"
	// Disabled means that the target answered 410, or that attempts failed for five
	// days without a success.
	Disabled Status = "disabled"
)

// Format is a form of bodies.
type Format string

// The formats.
const (
	// JSON has all that is known.
	JSON Format = ""
	// Slack is a sentence in the form of Slack's incoming webhooks.
	Slack Format = "slack"
	// Discord is a sentence in the form of Discord's webhooks.
	Discord Format = "discord"
	// Teams is a sentence on an adaptive card, in the form of webhooks of Microsoft
	// Teams.
	Teams Format = "teams"
)
