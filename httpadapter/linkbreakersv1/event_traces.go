package linkbreakersv1

import (
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// wireTrace is a workflow step that an event passed, as it is sent to clients.
type wireTrace struct {
	ID          string    `json:"id"`
	WorkspaceID string    `json:"workspaceId"`
	LinkID      string    `json:"linkId"`
	EventID     string    `json:"eventId"`
	VisitorID   string    `json:"visitorId,omitempty"`
	StepKind    string    `json:"stepKind"`
	StepAction  string    `json:"stepAction"`
	StepData    traceData `json:"stepData"`
	CompletedAt time.Time `json:"completedAt"`
	CreatedAt   time.Time `json:"createdAt"`
	UpdatedAt   time.Time `json:"updatedAt"`
}

// traceData is what is known of a step. It has one of the fields, or a rule and the
// condition that the API has for it.
type traceData struct {
	EntryAccess         *entryTrace        `json:"entryAccess,omitempty"`
	Redirect            *redirectTrace     `json:"redirect,omitempty"`
	Rule                *routing.RuleTrace `json:"rule,omitempty"` // ours
	CountryCondition    *countryTrace      `json:"countryCondition,omitempty"`
	DeviceTypeCondition *deviceTrace       `json:"deviceTypeCondition,omitempty"`
	TimeOfDayCondition  *timeTrace         `json:"timeOfDayCondition,omitempty"`
}

type (
	entryTrace struct {
		AccessedAt string `json:"accessedAt"`
		Action     string `json:"action"`
		Entrypoint string `json:"entrypoint,omitempty"`
		HTTPMethod string `json:"httpMethod,omitempty"`
		VisitType  string `json:"visitType,omitempty"`
	}
	redirectTrace struct {
		Destination string `json:"destination"`
	}
	manyTraces struct {
		Traces []wireTrace `json:"traces"`
	}
)

// eventTraces serves "GET /v1/events/{eventId}/traces": the entry, the rules that were
// tried, and the redirect.
func (h *handlers) eventTraces(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	click, err := h.shortener.Event(r.Context(), p.Workspace, r.PathValue("eventId"))
	if err != nil {
		return err
	}
	explained, err := h.shortener.ExplainEvent(r.Context(), p.Workspace, click.ID)
	if err != nil {
		return err
	}
	query := &eventsQuery{EventQuery: linkpack.EventQuery{Workspace: p.Workspace}}
	events, err := h.showEvents(r.Context(), query, []analytics.Click{*click})
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, manyTraces{tracesOf(&events[0], explained.Rules)})
}

// tracesOf returns the steps of an event. Of the rules, it has those up to the one that
// decided.
func tracesOf(e *wireEvent, rules []routing.RuleTrace) []wireTrace {
	entry := entryTrace{e.ScannedAt.UTC().Format(time.RFC3339Nano), e.Action, e.Entrypoint, e.HTTPMethod, e.VisitType}
	list := []wireTrace{newTrace(e, "ENTRY", "link_visit", traceData{EntryAccess: &entry})}
	for i := range rules {
		action, data := traceOfRule(&rules[i])
		list = append(list, newTrace(e, "CONDITION", action, data))
		if e.RuleID != "" && rules[i].ID == e.RuleID {
			break
		}
	}
	if e.Destination != "" {
		list = append(list, newTrace(e, "EXIT", "client_redirect", traceData{Redirect: &redirectTrace{e.Destination}}))
	}
	return list
}

// newTrace returns a step of an event. Its id is made of what it is about, since steps
// are not stored.
func newTrace(e *wireEvent, kind, action string, data traceData) wireTrace {
	name := "linkpack trace\n" + e.ID + "\n" + kind
	if data.Rule != nil {
		name += "\n" + data.Rule.ID
	}
	return wireTrace{
		ID: uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)).String(), WorkspaceID: e.WorkspaceID, LinkID: e.LinkID,
		EventID: e.ID, VisitorID: e.VisitorID, StepKind: kind, StepAction: action, StepData: data,
		CompletedAt: e.ScannedAt, CreatedAt: e.ScannedAt, UpdatedAt: e.ScannedAt,
	}
}
