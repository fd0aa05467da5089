package webhook

import (
	"encoding/json"

	"github.com/linkpack/linkpack-go/linkpack"
)

// sample returns a made-up message that has the form of a real one.
func (w *Webhooks) sample(d *Delivery) *message {
	m := &message{EventType: d.Event, ID: d.ID, Timestamp: d.HappenedAt, Data: data{Test: true, Link: w.sampleLink()}}
	switch d.Event {
	case LinkCreated:
		m.Data.Event = sampleChange(linkpack.ActionCreate)
	case LinkUpdated:
		m.Data.Event = sampleChange(linkpack.ActionUpdate)
	case LinkDeleted:
		m.Data.Event = sampleChange(linkpack.ActionDelete)
	case VisitorIdentified:
		m.Data.Event, m.Data.Link, m.Data.Visitor = sampleChange(linkpack.ActionCreate), nil, sampleVisitor()
	default:
		m.Data.Event, m.Data.Visitor = sampleVisit(), sampleVisitor()
		m.Data.sampleKind(d.Event)
	}
	return m
}

// sampleKind makes a made-up visit one of a kind.
func (d *data) sampleKind(event Event) {
	switch event {
	case LinkScanned:
		d.Event.Trigger = "scan"
		return
	case LinkClicked:
		return
	case FormSubmitted:
		d.FormResponses = json.RawMessage(`{"name":"Ada Lovelace","company":"Analytical Engines"}`)
		d.Conversion = &conversionData{Click: d.Event.ID, First: true, Kind: kindOfForms}
	default:
		d.Conversion = &conversionData{Click: d.Event.ID, First: true, Kind: "purchase", Value: 49.9, Currency: "EUR"}
	}
	d.Event.Trigger, d.Event.Class = "conversion", ""
}

func sampleVisit() eventData {
	return eventData{
		ID: "01890a5d-ac96-774b-bcce-b302099a8057", Trigger: "click", Class: "human",
		Destination: "https://example.com/", Country: "DE", City: "Berlin", Device: "Mobile", Referrer: "Direct",
	}
}

func sampleChange(action linkpack.Action) eventData {
	return eventData{Trigger: string(action), Revision: 1, Actor: "example"}
}

func sampleVisitor() visitorData {
	return visitorData{
		ID: "01890a5d-ac96-774b-bcce-b302099a8059", Email: "ada@example.com", FirstName: "Ada", LastName: "Lovelace",
		Attributes: map[string]any{
			linkpack.AttributeEmail: "ada@example.com", linkpack.AttributeFirstName: "Ada", linkpack.AttributeLastName: "Lovelace",
		},
	}
}

func (w *Webhooks) sampleLink() *linkData {
	return &linkData{
		ID: "01890a5d-ac96-774b-bcce-b302099a8058", Name: "Example", Shortlink: "example",
		Entrypoint: w.links.URL(&linkpack.Link{ShortCode: "example"}), Destination: "https://example.com/",
	}
}
