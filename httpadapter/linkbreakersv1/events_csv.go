package linkbreakersv1

import (
	"encoding/json"
	"strconv"
)

// eventColumn is a column of the events as comma-separated values.
type eventColumn struct {
	name string
	cell func(*wireEvent) string
}

// eventColumns lists the columns. Names keep their meaning; new ones are added at the
// end.
func eventColumns() []eventColumn {
	type event = wireEvent
	utm := func(name string) func(*event) string { return func(e *event) string { return e.UTM[name] } }
	return []eventColumn{
		{"Event ID", func(e *event) string { return e.ID }},
		{"Time", func(e *event) string { return cellTime(e.ScannedAt) }},
		{"Action", func(e *event) string { return e.Action }},
		{"Class", func(e *event) string { return e.Class }},
		{"Visit type", func(e *event) string { return e.VisitType }},
		{"HTTP method", func(e *event) string { return e.HTTPMethod }},
		{"Workspace ID", func(e *event) string { return e.WorkspaceID }},
		{"Link ID", func(e *event) string { return e.LinkID }},
		{"Link name", ofLinkOr(func(l *wireLink) string { return l.Name })},
		{"Short link", func(e *event) string { return e.Entrypoint }},
		{"Destination", func(e *event) string { return e.Destination }},
		{"Destination action", func(e *event) string { return e.DestinationAction }},
		{"Rule ID", func(e *event) string { return e.RuleID }},
		{"Placement", func(e *event) string { return e.Placement }},
		{"Referrer", func(e *event) string { return e.Referrer }},
		{"UTM source", utm("source")},
		{"UTM medium", utm("medium")},
		{"UTM campaign", utm("campaign")},
		{"UTM term", utm("term")},
		{"UTM content", utm("content")},
		{"Device ID", func(e *event) string { return e.DeviceID }},
		{"Device type", func(e *event) string { return e.Device.DeviceType }},
		{"Device actor", func(e *event) string { return e.Device.DeviceActor }},
		{"Device brand", func(e *event) string { return e.Device.DeviceBrand }},
		{"Device name", func(e *event) string { return e.Device.DeviceName }},
		{"Platform", func(e *event) string { return e.Device.PlatformName }},
		{"Platform version", func(e *event) string { return e.Device.PlatformVersion }},
		{"Browser", func(e *event) string { return e.Device.BrowserName }},
		{"Browser version", func(e *event) string { return e.Device.BrowserVersion }},
		{"Browser language", func(e *event) string { return e.Device.BrowserLanguage }},
		{"User agent", func(e *event) string { return e.Device.UserAgent }},
		{"IP address", func(e *event) string { return e.Device.IPAddress }},
		{"Country", func(e *event) string { return e.Device.Country }},
		{"Region", func(e *event) string { return e.Device.Region }},
		{"City", func(e *event) string { return e.Device.City }},
		{"Visitor ID", func(e *event) string { return e.VisitorID }},
		{"Email", ofVisitorOr(func(v *wireVisitor) string { return v.Email })},
		{"Phone", ofVisitorOr(func(v *wireVisitor) string { return v.Phone })},
		{"First name", ofVisitorOr(func(v *wireVisitor) string { return v.FirstName })},
		{"Last name", ofVisitorOr(func(v *wireVisitor) string { return v.LastName })},
		{"Conversion", ofConversionOr(func(c *eventConversion) string { return c.Kind })},
		{"Click ID", ofConversionOr(func(c *eventConversion) string { return c.ClickID })},
		{"Value", ofConversionOr(valueCell)},
		{"Currency", ofConversionOr(func(c *eventConversion) string { return c.Currency })},
		{"Form responses", func(e *event) string { return string(e.FormResponses) }},
		{"Properties", ofConversionOr(func(c *eventConversion) string { return string(c.Properties) })},
		{"First conversion", ofConversionOr(func(c *eventConversion) string { return strconv.FormatBool(c.First) })},
		{"Triggered by", func(e *event) string { return e.TriggeredBy }},
		{"Attributes", ofVisitorOr(attributesCell)},
		{"Lead score", func(e *event) string {
			return ifAny(e.LeadScore, func(s *wireLeadScore) string { return strconv.Itoa(s.LeadScore) })
		}},
	}
}

// eventColumnNames returns the names of the columns.
func eventColumnNames() (names []string) {
	for _, column := range eventColumns() {
		names = append(names, column.name)
	}
	return names
}

// attributesCell returns the attributes that have no column, as JSON.
func attributesCell(v *wireVisitor) string {
	text, _ := json.Marshal(v.Attributes) // texts, numbers and flags cannot fail
	return string(text)
}

// valueCell returns the value of a conversion, or "" if it has none.
func valueCell(c *eventConversion) string {
	if c.Value == 0 && c.Currency == "" {
		return ""
	}
	return strconv.FormatFloat(c.Value, 'f', -1, 64)
}

// ofLinkOr, ofVisitorOr and ofConversionOr return the cells of what an event need not
// have.
func ofLinkOr(cell func(*wireLink) string) func(*wireEvent) string {
	return func(e *wireEvent) string { return ifAny(e.Link, cell) }
}

func ofVisitorOr(cell func(*wireVisitor) string) func(*wireEvent) string {
	return func(e *wireEvent) string { return ifAny(e.Visitor, cell) }
}

func ofConversionOr(cell func(*eventConversion) string) func(*wireEvent) string {
	return func(e *wireEvent) string { return ifAny(e.Conversion, cell) }
}

// ifAny returns the cell of a part of an event, or "" if it has none.
func ifAny[T any](part *T, cell func(*T) string) string {
	if part == nil {
		return ""
	}
	return cell(part)
}
