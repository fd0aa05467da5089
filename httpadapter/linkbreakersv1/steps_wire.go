package linkbreakersv1

import (
	"github.com/google/uuid"

	"github.com/linkpack/linkpack-go/linkpack"
)

// wireStep is a workflow step as it is sent to clients. The SDKs for Go refuse words
// that they do not know.
type wireStep struct {
	ID            string      `json:"id"`
	LinkID        string      `json:"linkId"`
	Kind          string      `json:"kind"`
	NodeType      string      `json:"nodeType"`
	EventAction   string      `json:"eventAction"`
	Payload       stepPayload `json:"payload"`
	ParentStepIDs []string    `json:"parentStepIds"`
	ChildStepIDs  []string    `json:"childStepIds"`
}

// The actions of steps.
const (
	actionVisit    = "EVENT_ACTION_LINK_VISIT"
	actionRedirect = "EVENT_ACTION_CLIENT_REDIRECT"
	actionCountry  = "EVENT_ACTION_COUNTRY_CONDITION"
	actionDevice   = "EVENT_ACTION_DEVICE_TYPE_CONDITION"
	actionTime     = "EVENT_ACTION_TIME_OF_DAY_CONDITION"
)

// stepPayload has one field set, by the action of the step.
type stepPayload struct {
	LinkVisit           *struct{}         `json:"linkVisit,omitempty"`
	ClientRedirect      *clientRedirect   `json:"clientRedirect,omitempty"`
	CountryCondition    *countryCondition `json:"countryCondition,omitempty"`
	DeviceTypeCondition *deviceCondition  `json:"deviceTypeCondition,omitempty"`
	TimeOfDayCondition  *timeCondition    `json:"timeOfDayCondition,omitempty"`
}

// The payloads of steps, and what a condition leads to.
type (
	clientRedirect struct {
		Destination        string `json:"destination"`
		ConversionTracking bool   `json:"conversionTracking,omitempty"`
	}
	countryCondition struct {
		Countries      []countryOutcome `json:"countries"`
		ElseNextStepID string           `json:"elseNextStepId"`
	}
	countryOutcome struct {
		CountryCode string `json:"countryCode"`
		NextStepID  string `json:"nextStepId"`
	}
	deviceCondition struct {
		Options        []deviceOption `json:"options"`
		ElseNextStepID string         `json:"elseNextStepId"`
	}
	deviceOption struct {
		ID         string `json:"id"`
		Value      string `json:"value"`
		NextStepID string `json:"nextStepId"`
	}
	timeCondition struct {
		Ranges         []timeRange `json:"ranges"`
		ElseNextStepID string      `json:"elseNextStepId"`
	}
	timeRange struct {
		ID         string `json:"id"`
		StartTime  string `json:"startTime"`
		EndTime    string `json:"endTime"`
		NextStepID string `json:"nextStepId"`
	}
)

// stepID returns the ID of a link's step: a UUIDv5 of the link and what the step does,
// since steps have no rows of their own.
func stepID(link *linkpack.Link, what string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("linkpack step\n"+link.ID+"\n"+what)).String()
}

// destinationID returns the ID of the step that leads to the link's destination.
func destinationID(link *linkpack.Link) string { return stepID(link, "destination") }

// entryStep returns the step that every visit begins with.
func entryStep(link *linkpack.Link, next string) wireStep {
	return wireStep{
		ID: stepID(link, "entry"), LinkID: shownID(link),
		Kind: "KIND_ENTRY", NodeType: "NODE_TYPE_ATOMIC", EventAction: actionVisit,
		Payload: stepPayload{LinkVisit: &struct{}{}}, ChildStepIDs: []string{next},
	}
}

// redirectStep returns a step that leads to a destination of the link.
func redirectStep(link *linkpack.Link, id, destination string) wireStep {
	return wireStep{
		ID: id, LinkID: shownID(link),
		Kind: "KIND_EXIT", NodeType: "NODE_TYPE_ATOMIC", EventAction: actionRedirect,
		Payload: stepPayload{ClientRedirect: &clientRedirect{destination, link.TrackConversions}}, ChildStepIDs: []string{},
	}
}

// conditionStep returns a step that leads to one step if the condition is met, and to
// another one if not.
func conditionStep(link *linkpack.Link, id string, c condition, met, unmet string) wireStep {
	return wireStep{
		ID: id, LinkID: shownID(link),
		Kind: "KIND_CONDITION", NodeType: "NODE_TYPE_COMPOSITE", EventAction: c.action,
		Payload: c.payload(met, unmet), ChildStepIDs: []string{met, unmet},
	}
}
