package analytics

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"time"

	"github.com/linkpack/linkpack-go/analytics/internal/clicktext"
	"github.com/linkpack/linkpack-go/routing"
)

// flatClick is a click as one object without others in it.
type flatClick struct {
	ID          string      `json:"id,omitempty"`
	Time        string      `json:"time"`
	Class       string      `json:"class,omitempty"`
	Link        string      `json:"link,omitempty"`
	Domain      string      `json:"domain,omitempty"`
	ShortCode   string      `json:"short_code,omitempty"`
	Revision    uint32      `json:"revision,omitempty"`
	Rule        string      `json:"rule,omitempty"`
	Destination string      `json:"destination,omitempty"`
	Country     string      `json:"country,omitempty"`
	Region      string      `json:"region,omitempty"`
	City        string      `json:"city,omitempty"`
	Device      string      `json:"device,omitempty"`
	OS          string      `json:"os,omitempty"`
	Browser     string      `json:"browser,omitempty"`
	Language    string      `json:"language,omitempty"`
	Referrer    string      `json:"referrer,omitempty"`
	UTMSource   string      `json:"utm_source,omitempty"`
	UTMMedium   string      `json:"utm_medium,omitempty"`
	UTMCampaign string      `json:"utm_campaign,omitempty"`
	UTMTerm     string      `json:"utm_term,omitempty"`
	UTMContent  string      `json:"utm_content,omitempty"`
	Trigger     string      `json:"trigger,omitempty"`
	VisitorKind string      `json:"visitor_kind,omitempty"`
	Bot         string      `json:"bot,omitempty"`
	UserAgent   string      `json:"user_agent,omitempty"`
	Address     string      `json:"address,omitempty"`
	Visitor     string      `json:"visitor,omitempty"`
	Draws       []SplitDraw `json:"draws,omitempty"`
	Placement   string      `json:"placement,omitempty"`
	Person      string      `json:"person,omitempty"`
	Tracked     bool        `json:"tracked,omitempty"`
	flatConversion
}

// flatConversion has what only a conversion has.
type flatConversion struct {
	Click         string          `json:"conversion_click,omitempty"`
	First         bool            `json:"conversion_first,omitempty"`
	Kind          string          `json:"conversion_kind,omitempty"`
	Value         float64         `json:"conversion_value,omitempty"`
	Currency      string          `json:"conversion_currency,omitempty"`
	FormResponses json.RawMessage `json:"form_responses,omitempty"`
	Properties    json.RawMessage `json:"properties,omitempty"`
}

// MarshalJSON returns the click as one flat object, with the fields that
// clickfile.Columns lists. Fields that are empty are left out. "link" is the
// link's id, or its number where it is not named. "visitor" has 16 hexadecimal
// digits, and "draws" is as in [{"split": "s1", "u": 12.3}].
func (c Click) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false) // left to the encoder that the click is part of
	if err := encoder.Encode(newFlatClick(&c)); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// UnmarshalJSON reads what [Click.MarshalJSON] returns, or an object of another
// program with the same fields. It needs a time, and a link or a short_code. A
// class that is left out is "human", a trigger that is left out "click". Unknown
// fields are ignored. A wrong field is a *[routing.FieldError].
func (c *Click) UnmarshalJSON(data []byte) error {
	flat := flatClick{Class: Human.String(), Trigger: clicktext.Trigger(false)}
	err := json.Unmarshal(data, &flat)
	if mistyped, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && mistyped.Field != "" {
		err = &routing.FieldError{Field: mistyped.Field, Reason: "must not be " + mistyped.Value}
	}
	if err != nil {
		return err
	}
	*c, err = flat.click()
	return err
}

func newFlatClick(c *Click) *flatClick {
	flat := &flatClick{
		ID: c.ID, Time: clicktext.Time(c.Time), Class: c.Class.String(),
		Link: clicktext.Link(c.Link.Number, c.Link.ID, c.Link.ShortCode), Domain: c.Link.Domain, ShortCode: c.Link.ShortCode,
		Revision: c.Revision, Rule: c.Rule, Destination: c.Destination,
		Country: c.Place.Country, Region: c.Place.Region, City: c.Place.City,
		Device: clicktext.Devices().Of(uint8(c.Agent.Device)), OS: c.Agent.OS, Browser: c.Agent.Browser,
		Language: c.Language, Referrer: c.Referrer,
		UTMSource: c.UTM.Source, UTMMedium: c.UTM.Medium, UTMCampaign: c.UTM.Campaign,
		UTMTerm: c.UTM.Term, UTMContent: c.UTM.Content,
		Trigger: clicktext.Trigger(c.Scan), VisitorKind: clicktext.VisitorKinds().Of(uint8(c.Familiarity)),
		Bot: clicktext.Bots().Of(uint8(c.Agent.Bot)), UserAgent: c.UserAgent,
		Address: clicktext.Address(c.Addr), Visitor: clicktext.Visitor(c.Visitor), Draws: c.Draws, Placement: c.Placement,
		Person: clicktext.Person(c.Person), Tracked: c.Tracked,
	}
	if c.Converted != nil {
		flat.flatConversion = flatConversion(*c.Converted)
	}
	return flat
}

// click returns the click, or what is wrong with a field.
func (f *flatClick) click() (Click, error) {
	if f.Link == "" && f.ShortCode == "" {
		return Click{}, &routing.FieldError{Field: "link", Reason: "is required, or short_code"}
	}
	c := Click{
		ID: f.ID, Link: LinkRef{ID: f.Link, Domain: f.Domain, ShortCode: f.ShortCode},
		Revision: f.Revision, Rule: f.Rule, Destination: f.Destination, Draws: f.Draws,
		Place: routing.Place{Country: f.Country, Region: f.Region, City: f.City},
		Agent: routing.Agent{OS: f.OS, Browser: f.Browser}, Language: f.Language, Referrer: f.Referrer,
		UTM: routing.UTM{
			Source: f.UTMSource, Medium: f.UTMMedium, Campaign: f.UTMCampaign, Term: f.UTMTerm, Content: f.UTMContent,
		},
		UserAgent: f.UserAgent, Tracked: f.Tracked,
	}
	for _, read := range []func(*Click) error{f.names, f.time, f.address, f.hashes, f.placement, f.conversion} {
		if err := read(&c); err != nil {
			return Click{}, err
		}
	}
	return c, nil
}

// names reads the fields that have names for numbers.
func (f *flatClick) names(c *Click) error {
	class, err := classNames().Value("class", f.Class)
	if err != nil {
		return err
	}
	device, err := clicktext.Devices().Value("device", f.Device)
	if err != nil {
		return err
	}
	kind, err := clicktext.VisitorKinds().Value("visitor_kind", f.VisitorKind)
	if err != nil {
		return err
	}
	bot, err := clicktext.Bots().Value("bot", f.Bot)
	if err != nil {
		return err
	}
	trigger, err := clicktext.Triggers().Value("trigger", f.Trigger)
	c.Class, c.Agent.Device, c.Agent.Bot = Class(class), routing.DeviceClass(device), routing.Bot(bot)
	c.Familiarity, c.Scan = routing.Familiarity(kind), trigger == 1
	return err
}

func (f *flatClick) time(c *Click) error {
	if f.Time == "" {
		return &routing.FieldError{Field: "time", Reason: "is missing"}
	}
	at, err := time.Parse(time.RFC3339, f.Time)
	if err != nil {
		return &routing.FieldError{Field: "time", Reason: fmt.Sprintf("%.40q is not a time of RFC 3339", f.Time)}
	}
	c.Time = at.UTC()
	return nil
}

func (f *flatClick) address(c *Click) (err error) {
	if f.Address == "" {
		return nil
	}
	if c.Addr, err = netip.ParseAddr(f.Address); err != nil {
		return &routing.FieldError{Field: "address", Reason: fmt.Sprintf("%.60q is not an IP address", f.Address)}
	}
	return nil
}

func (f *flatClick) hashes(c *Click) (err error) {
	if c.Visitor, err = hash("visitor", f.Visitor); err == nil {
		c.Person, err = hash("person", f.Person)
	}
	return err
}

// hash reads a field with a hash; an empty one is 0.
func hash(field, text string) (uint64, error) {
	if text == "" {
		return 0, nil
	}
	value, err := strconv.ParseUint(text, 16, 64)
	if err != nil {
		err = &routing.FieldError{Field: field, Reason: fmt.Sprintf("%.40q is not a hexadecimal number of 64 bits", text)}
	}
	return value, err
}

// conversion reads what only a conversion has. The recorder checks the facts.
func (f *flatClick) conversion(c *Click) error {
	facts := ConversionFacts(f.flatConversion)
	if c.Class == Conversion {
		c.Converted = &facts
	} else if facts.Click != "" || facts.First || facts.Kind != "" || facts.Value != 0 || facts.Currency != "" ||
		facts.FormResponses != nil || facts.Properties != nil {
		return &routing.FieldError{Field: "class", Reason: "must be conversion, since it has facts of one"}
	}
	return nil
}

func (f *flatClick) placement(c *Click) error {
	c.Placement, _ = clicktext.Placement(f.Placement)
	return CheckPlacement(f.Placement)
}
