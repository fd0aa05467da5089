package linkbreakersv1

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// wireVisitor is a visitor as it is sent to clients. One that was identified with a
// publishable token has no id and no times.
type wireVisitor struct {
	ID          string             `json:"id,omitempty"`
	WorkspaceID string             `json:"workspaceId"`
	Email       string             `json:"email,omitempty"`
	Phone       string             `json:"phone,omitempty"`
	FirstName   string             `json:"firstName,omitempty"`
	LastName    string             `json:"lastName,omitempty"`
	Attributes  any                `json:"attributes"` // a map, or a list of wireAttribute
	CreatedAt   *time.Time         `json:"createdAt,omitempty"`
	UpdatedAt   *time.Time         `json:"updatedAt,omitempty"`
	VisitCount  string             `json:"visitCount,omitempty"`
	DeviceCount string             `json:"deviceCount,omitempty"`
	QRCodeCount string             `json:"qrcodeCount,omitempty"`
	Devices     []*wireDevice      `json:"devices,omitempty"`
	Events      []wireVisitorEvent `json:"events,omitempty"`
	Links       []wireVisitorLink  `json:"links,omitempty"`
}

// wireVisitorEvent is an event of a visitor.
type wireVisitorEvent struct {
	ID        string    `json:"id"`
	LinkID    string    `json:"linkId"`
	Action    string    `json:"action"`
	VisitType string    `json:"visitType,omitempty"`
	ScannedAt time.Time `json:"scannedAt"`
	CreatedAt time.Time `json:"createdAt"`
}

// wireVisitorLink is a link that a visitor clicked.
type wireVisitorLink struct {
	ID             string    `json:"id"`
	Name           string    `json:"name,omitempty"`
	Shortlink      string    `json:"shortlink,omitempty"`
	Entrypoint     string    `json:"entrypoint,omitempty"`
	EventCount     string    `json:"eventCount"`
	FirstVisitedAt time.Time `json:"firstVisitedAt"`
	LastVisitedAt  time.Time `json:"lastVisitedAt"`
}

// wireAttribute is an attribute in the form of a list. value is there for every type.
type wireAttribute struct {
	Key         string   `json:"key"`
	Value       string   `json:"value"`
	Type        string   `json:"type"`
	BoolValue   *bool    `json:"boolValue,omitempty"`
	NumberValue *float64 `json:"numberValue,omitempty"`
	DateValue   string   `json:"dateValue,omitempty"`
}

// visitorOf returns a visitor as a principal reads it.
func (h *handlers) visitorOf(p linkpack.Principal, v *linkpack.Visitor) *wireVisitor {
	w := &wireVisitor{
		ID: v.ID, WorkspaceID: v.Workspace, CreatedAt: orAbsent(v.CreatedAt), UpdatedAt: orAbsent(v.UpdatedAt),
		Email: systemText(v, linkpack.AttributeEmail), Phone: systemText(v, linkpack.AttributePhone),
		FirstName: systemText(v, linkpack.AttributeFirstName), LastName: systemText(v, linkpack.AttributeLastName),
	}
	own := ownAttributes(v)
	w.Attributes = own
	if h.listsAttributes(p) {
		w.Attributes = attributeList(own)
	}
	return w
}

// ownAttributes returns the attributes that the API has no fields for.
func ownAttributes(v *linkpack.Visitor) map[string]any {
	own := make(map[string]any, len(v.Attributes))
	for key, value := range v.Attributes {
		if !strings.HasPrefix(key, "$") {
			own[key] = value
		}
	}
	return own
}

// systemText returns one of the attributes that the API has as fields.
func systemText(v *linkpack.Visitor, key string) string {
	text, _ := v.Attributes[key].(string)
	return text
}

// attributeList returns attributes as a list, by their keys.
func attributeList(attributes map[string]any) []wireAttribute {
	list := make([]wireAttribute, 0, len(attributes))
	for _, key := range slices.Sorted(maps.Keys(attributes)) {
		list = append(list, attributeOf(key, attributes[key]))
	}
	return list
}

// attributeOf returns an attribute with its value as text and in its type.
func attributeOf(key string, value any) wireAttribute {
	a := wireAttribute{Key: key, Type: "VISITOR_ATTRIBUTE_TYPE_STRING", Value: attributeText(value)}
	switch v := value.(type) {
	case bool:
		a.Type, a.BoolValue = "VISITOR_ATTRIBUTE_TYPE_BOOLEAN", &v
	case float64:
		a.Type, a.NumberValue = "VISITOR_ATTRIBUTE_TYPE_NUMBER", &v
	case string:
		if date, ok := dateOf(v); ok {
			a.Type, a.DateValue = "VISITOR_ATTRIBUTE_TYPE_DATE", date.Format(time.RFC3339Nano)
		}
	}
	return a
}

// attributeText returns a value as text.
func attributeText(value any) string {
	switch v := value.(type) {
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		text, _ := value.(string)
		return text
	}
}

// dateOf reads a text as a date, or as a time with a zone (RFC 3339).
func dateOf(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if date, err := time.Parse(layout, text); err == nil {
			return date, true
		}
	}
	return time.Time{}, false
}
