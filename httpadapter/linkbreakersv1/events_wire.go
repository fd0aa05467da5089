package linkbreakersv1

import (
	"encoding/json"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// wireEvent is a click or a conversion as it is sent to clients. What it does not have
// is left out.
type wireEvent struct {
	ID                string         `json:"id"`
	WorkspaceID       string         `json:"workspaceId"`
	LinkID            string         `json:"linkId"`
	DeviceID          string         `json:"deviceId"`
	VisitorID         string         `json:"visitorId,omitempty"`
	LeadScoreID       string         `json:"leadScoreId,omitempty"`
	Action            string         `json:"action"`
	VisitType         string         `json:"visitType,omitempty"`
	TriggeredBy       string         `json:"triggeredBy"`
	HTTPMethod        string         `json:"httpMethod,omitempty"`
	Entrypoint        string         `json:"entrypoint,omitempty"`
	Destination       string         `json:"destination,omitempty"`
	DestinationAction string         `json:"destinationAction,omitempty"`
	ScannedAt         time.Time      `json:"scannedAt"`
	CreatedAt         time.Time      `json:"createdAt"`
	UpdatedAt         time.Time      `json:"updatedAt"`
	Device            *wireDevice    `json:"device,omitempty"`
	Visitor           *wireVisitor   `json:"visitor,omitempty"`
	Link              *wireLink      `json:"link,omitempty"`
	Workspace         *wireWorkspace `json:"workspace,omitempty"`
	LeadScore         *wireLeadScore `json:"leadScore,omitempty"`
	ownEvent
}

// ownEvent is what an event has beyond the API. SDKs ignore it.
type ownEvent struct {
	Class      string            `json:"class"`
	RuleID     string            `json:"ruleId,omitempty"`
	Placement  string            `json:"placement,omitempty"`
	Referrer   string            `json:"referrer,omitempty"`
	UTM        map[string]string `json:"utm,omitempty"`
	Conversion *eventConversion  `json:"conversion,omitempty"`
	formResponses
}

// eventConversion is what a conversion is, beside its click's facts.
type eventConversion struct {
	ClickID    string          `json:"clickId,omitempty"`
	Kind       string          `json:"kind"`
	First      bool            `json:"first"`
	Value      float64         `json:"value,omitempty"`
	Currency   string          `json:"currency,omitempty"`
	Properties json.RawMessage `json:"properties,omitempty"`
}

// wireWorkspace is a workspace as it is sent to clients.
type wireWorkspace struct {
	ID        string    `json:"id"`
	Name      string    `json:"name,omitempty"`
	Timezone  string    `json:"timezone,omitempty"`
	CreatedAt time.Time `json:"createdAt"`
}

// eventOf returns an event of a workspace without what has to be looked up.
func (h *handlers) eventOf(workspace string, click *analytics.Click) wireEvent {
	e := wireEvent{
		ID: click.ID, WorkspaceID: workspace, LinkID: click.Link.ID, DeviceID: linkpack.DeviceID(workspace, click),
		Action: actionOf(click), VisitType: visitTypeOf(click.Familiarity), TriggeredBy: "TRIGGERED_BY_VISITOR",
		HTTPMethod: methodOf(click), Destination: click.Destination, DestinationAction: destinationAction(click),
		ScannedAt: click.Time, CreatedAt: click.Time, UpdatedAt: click.Time,
		ownEvent: ownEvent{
			Class: click.Class.String(), RuleID: click.Rule, Placement: click.Placement, Referrer: click.Referrer, UTM: utmOf(click.UTM),
		},
	}
	if click.Link.ShortCode != "" { // or the link was removed
		e.Entrypoint = h.shortener.URL(&linkpack.Link{Domain: click.Link.Domain, ShortCode: click.Link.ShortCode})
	}
	if c := click.Converted; c != nil {
		e.Conversion = &eventConversion{c.Click, c.Kind, c.First, c.Value, c.Currency, c.Properties}
		e.formResponses = formResponses{c.FormResponses, c.FormResponses}
	}
	return e
}

// actionOf returns the action of an event. SDKs know none for conversions.
func actionOf(click *analytics.Click) string {
	switch {
	case click.Converted != nil:
		return "ACTION_UNSPECIFIED"
	case click.Scan:
		return "ACTION_SCAN"
	default:
		return "ACTION_CLICK"
	}
}

// visitTypeOf returns the word for a visitor who was or was not here before, if that is
// known.
func visitTypeOf(f routing.Familiarity) string {
	switch f {
	case routing.NewVisitor:
		return "VISIT_TYPE_FIRST"
	case routing.ReturningVisitor:
		return "VISIT_TYPE_RETURNING"
	default:
		return ""
	}
}

// methodOf returns the method of a request. A conversion is none.
func methodOf(click *analytics.Click) string {
	switch {
	case click.Converted != nil:
		return ""
	case click.Class == analytics.Head:
		return "HTTP_METHOD_HEAD"
	default:
		return "HTTP_METHOD_GET"
	}
}

// destinationAction returns what led to the destination.
func destinationAction(click *analytics.Click) string {
	switch {
	case click.Converted != nil && click.Converted.Kind == "form.submitted":
		return "EVENT_ACTION_FORM_SUBMIT"
	case click.Converted != nil, click.Destination == "":
		return ""
	default:
		return "EVENT_ACTION_CLIENT_REDIRECT"
	}
}

// utmOf returns the parameters that are set, or nil.
func utmOf(utm routing.UTM) map[string]string {
	set := map[string]string{}
	for name, value := range map[string]string{
		"source": utm.Source, "medium": utm.Medium, "campaign": utm.Campaign, "term": utm.Term, "content": utm.Content,
	} {
		if value != "" {
			set[name] = value
		}
	}
	return set
}
