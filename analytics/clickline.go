package analytics

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// clickLine is a click as a line of JSON.
type clickLine struct {
	ID          string     `json:"id,omitempty"`
	Time        string     `json:"time"`
	Class       string     `json:"class,omitempty"`
	Link        string     `json:"link,omitempty"`
	Domain      string     `json:"domain,omitempty"`
	ShortCode   string     `json:"short_code,omitempty"`
	Revision    uint32     `json:"revision,omitempty"`
	Rule        string     `json:"rule,omitempty"`
	Destination string     `json:"destination,omitempty"`
	Country     string     `json:"country,omitempty"`
	Region      string     `json:"region,omitempty"`
	City        string     `json:"city,omitempty"`
	Device      string     `json:"device,omitempty"`
	OS          string     `json:"os,omitempty"`
	Browser     string     `json:"browser,omitempty"`
	Language    string     `json:"language,omitempty"`
	Referrer    string     `json:"referrer,omitempty"`
	UTMSource   string     `json:"utm_source,omitempty"`
	UTMMedium   string     `json:"utm_medium,omitempty"`
	UTMCampaign string     `json:"utm_campaign,omitempty"`
	UTMTerm     string     `json:"utm_term,omitempty"`
	UTMContent  string     `json:"utm_content,omitempty"`
	Trigger     string     `json:"trigger,omitempty"`
	VisitorKind string     `json:"visitor_kind,omitempty"`
	Bot         string     `json:"bot,omitempty"`
	UserAgent   string     `json:"user_agent,omitempty"`
	Address     string     `json:"address,omitempty"`
	Visitor     string     `json:"visitor,omitempty"`
	Draws       []drawLine `json:"draws,omitempty"`
}

// drawLine is a draw in a line of JSON.
type drawLine struct {
	Split string  `json:"split"`
	U     float64 `json:"u"`
}

// newClickLine returns a click as it is written.
func newClickLine(named *NamedClick) *clickLine {
	c := &named.Click
	line := &clickLine{
		ID: c.ID, Time: c.Time.UTC().Format(timeLayout), Class: c.Class.String(),
		Link: named.Link.ID, Domain: named.Link.Domain, ShortCode: named.Link.ShortCode,
		Revision: c.Revision, Rule: c.Rule, Destination: c.Destination,
		Country: c.Place.Country, Region: c.Place.Region, City: c.Place.City,
		Device: deviceNames().name(uint8(c.Agent.Device)), OS: c.Agent.OS, Browser: c.Agent.Browser,
		Language: c.Language, Referrer: c.Referrer,
		UTMSource: c.UTM.Source, UTMMedium: c.UTM.Medium, UTMCampaign: c.UTM.Campaign,
		UTMTerm: c.UTM.Term, UTMContent: c.UTM.Content,
		Trigger: triggers().name(triggerOf(c.Scan)), VisitorKind: visitorKinds().name(uint8(c.Familiarity)),
		Bot: botNames().name(uint8(c.Agent.Bot)), UserAgent: c.UserAgent,
		Address: addressText(c.Addr), Visitor: hashText(c.Visitor),
	}
	for _, d := range c.Draws {
		line.Draws = append(line.Draws, drawLine(d))
	}
	return line
}

// decodeClickLine reads one line.
func decodeClickLine(data []byte) (NamedClick, error) {
	line := clickLine{Class: Human.String(), Trigger: "click"}
	err := json.Unmarshal(data, &line)
	if mistyped, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && mistyped.Field != "" {
		err = &routing.FieldError{Field: mistyped.Field, Reason: "must not be " + mistyped.Value}
	}
	if err != nil {
		return NamedClick{}, err
	}
	return line.click()
}

// click returns the click of a line.
func (l *clickLine) click() (NamedClick, error) {
	if l.Link == "" && l.ShortCode == "" {
		return NamedClick{}, &routing.FieldError{Field: "link", Reason: "is missing, and so is short_code"}
	}
	c := Click{
		ID: l.ID, Revision: l.Revision, Rule: l.Rule, Destination: l.Destination,
		Place: routing.Place{Country: clean(l.Country), Region: clean(l.Region), City: clean(l.City)},
		Agent: routing.Agent{OS: clean(l.OS), Browser: clean(l.Browser)}, Language: l.Language, Referrer: l.Referrer,
		UTM: routing.UTM{
			Source: clean(l.UTMSource), Medium: clean(l.UTMMedium), Campaign: clean(l.UTMCampaign),
			Term: clean(l.UTMTerm), Content: clean(l.UTMContent),
		},
		UserAgent: clean(l.UserAgent),
	}
	for _, d := range l.Draws {
		c.Draws = append(c.Draws, SplitDraw(d))
	}
	for _, read := range []func(*Click) error{l.names, l.time, l.address, l.visitor} {
		if err := read(&c); err != nil {
			return NamedClick{}, err
		}
	}
	return NamedClick{LinkName{ID: l.Link, Domain: l.Domain, ShortCode: l.ShortCode}, c}, nil
}

// names reads the fields that have names for numbers.
func (l *clickLine) names(c *Click) error {
	class, err := classNames().value("class", l.Class)
	if err != nil {
		return err
	}
	device, err := deviceNames().value("device", l.Device)
	if err != nil {
		return err
	}
	kind, err := visitorKinds().value("visitor_kind", l.VisitorKind)
	if err != nil {
		return err
	}
	bot, err := botNames().value("bot", l.Bot)
	if err != nil {
		return err
	}
	trigger, err := triggers().value("trigger", l.Trigger)
	c.Class, c.Agent.Device, c.Agent.Bot = Class(class), routing.DeviceClass(device), routing.Bot(bot)
	c.Familiarity, c.Scan = routing.Familiarity(kind), trigger == triggerOf(true)
	return err
}

func (l *clickLine) time(c *Click) error {
	if l.Time == "" {
		return &routing.FieldError{Field: "time", Reason: "is missing"}
	}
	at, err := time.Parse(time.RFC3339, l.Time)
	if err != nil {
		return &routing.FieldError{Field: "time", Reason: fmt.Sprintf("%.40q is not as in RFC 3339", l.Time)}
	}
	c.Time = at.UTC()
	return nil
}

func (l *clickLine) address(c *Click) (err error) {
	if l.Address == "" {
		return nil
	}
	if c.Addr, err = netip.ParseAddr(l.Address); err != nil {
		return &routing.FieldError{Field: "address", Reason: fmt.Sprintf("%.60q is no IP address", l.Address)}
	}
	return nil
}

func (l *clickLine) visitor(c *Click) (err error) {
	if l.Visitor == "" {
		return nil
	}
	if c.Visitor, err = strconv.ParseUint(l.Visitor, 16, 64); err != nil {
		return &routing.FieldError{Field: "visitor", Reason: fmt.Sprintf("%.40q is not a hexadecimal number of 64 bits", l.Visitor)}
	}
	return nil
}
