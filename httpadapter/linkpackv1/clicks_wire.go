package linkpackv1

import (
	"encoding/json"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// pageOfClicks is a page of clicks, and conversions if they are wanted.
type pageOfClicks struct {
	Clicks     []fullClick `json:"clicks"`
	NextCursor *string     `json:"nextCursor"`
}

// fullClick is a click or a conversion with all its fields. What is not known is null.
type fullClick struct {
	ID          string      `json:"id"`
	Time        time.Time   `json:"time"`
	Class       string      `json:"class"`
	Trigger     string      `json:"trigger"`
	Placement   *string     `json:"placement"`
	VisitorID   *string     `json:"visitorId"`
	Rule        *string     `json:"rule"`
	Destination *string     `json:"destination"`
	Country     *string     `json:"country"`
	Region      *string     `json:"region"`
	City        *string     `json:"city"`
	Language    *string     `json:"language"`
	Referer     *string     `json:"referer"`
	UTMSource   *string     `json:"utm_source"`
	UTMMedium   *string     `json:"utm_medium"`
	UTMCampaign *string     `json:"utm_campaign"`
	UTMTerm     *string     `json:"utm_term"`
	UTMContent  *string     `json:"utm_content"`
	Device      clickDevice `json:"device"`
	// Conversion is absent for a click.
	Conversion *clickConversion `json:"conversion,omitempty"`
}

// clickDevice is what a visitor used. What is not known is null.
type clickDevice struct {
	Type                   string  `json:"type"`
	Brand                  *string `json:"brand"`
	Model                  *string `json:"model"`
	OperatingSystem        *string `json:"operatingSystem"`
	OperatingSystemVersion *string `json:"operatingSystemVersion"`
	Browser                *string `json:"browser"`
	BrowserVersion         *string `json:"browserVersion"`
	UserAgent              *string `json:"userAgent"`
	Address                *string `json:"address"`
}

// clickConversion is what a conversion is, beside the facts of its click.
type clickConversion struct {
	ClickID       *string         `json:"clickId"`
	Kind          string          `json:"kind"`
	First         bool            `json:"first"`
	Value         float64         `json:"value"`
	Currency      *string         `json:"currency"`
	FormResponses json.RawMessage `json:"formResponses,omitempty"`
	Properties    json.RawMessage `json:"properties,omitempty"`
}

// fullClick returns a click as it is sent to clients, without its visitor.
func (h *handlers) fullClick(click *analytics.Click) fullClick {
	shown := fullClick{
		ID: click.ID, Time: click.Time, Class: click.Class.String(), Trigger: "click", Placement: orNull(click.Placement),
		Rule: orNull(click.Rule), Destination: orNull(click.Destination),
		Country: orNull(click.Place.Country), Region: orNull(click.Place.Region), City: orNull(click.Place.City),
		Language: orNull(click.Language), Referer: orNull(click.Referrer),
		UTMSource: orNull(click.UTM.Source), UTMMedium: orNull(click.UTM.Medium),
		UTMCampaign: orNull(click.UTM.Campaign), UTMTerm: orNull(click.UTM.Term), UTMContent: orNull(click.UTM.Content),
		Device: h.deviceOf(click),
	}
	if click.Scan {
		shown.Trigger = "scan"
	}
	if c := click.Converted; c != nil {
		shown.Conversion = &clickConversion{orNull(c.Click), c.Kind, c.First, c.Value, orNull(c.Currency), c.FormResponses, c.Properties}
	}
	return shown
}

// deviceOf returns what is known of the device of a click. It parses the User-Agent.
func (h *handlers) deviceOf(click *analytics.Click) clickDevice {
	details := h.shortener.AgentDetails(click)
	device := clickDevice{
		Type: click.Agent.Device.String(), Brand: orNull(details.Brand), Model: orNull(details.Model),
		OperatingSystem: orNull(details.OS), OperatingSystemVersion: orNull(details.OSVersion),
		Browser: orNull(details.Browser), BrowserVersion: orNull(details.BrowserVersion), UserAgent: orNull(click.UserAgent),
	}
	if click.Addr.IsValid() {
		address := click.Addr.String()
		device.Address = &address
	}
	return device
}
