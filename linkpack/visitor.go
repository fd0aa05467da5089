package linkpack

import (
	"maps"
	"strings"
	"time"
)

// Visitor is the profile of a person who was identified after a click. Other clicks of
// a workspace belong to no visitor. See [Shortener.IdentifyVisitor].
type Visitor struct {
	// ID is a UUIDv7. It begins with the time of creation.
	ID string `json:"id"`
	// Workspace owns the visitor.
	Workspace string `json:"workspace"`
	// Attributes are what is known of the visitor: at most 100 values by keys of 1 to
	// 100 characters. A value is a string of at most 1,000 characters, a finite
	// float64 or a bool. A date is a string in the form of RFC 3339, such as 2026-01-31
	// or 2026-01-31T08:00:00Z. Keys that begin with "$" are those of the constants,
	// whose values are strings. No value is "".
	Attributes map[string]any `json:"attributes"`
	// FirstSeen is the time of the earliest click by which the visitor was
	// identified, in UTC.
	FirstSeen time.Time `json:"first_seen"`
	// LastSeen is the time of the latest such click, in UTC.
	LastSeen time.Time `json:"last_seen"`
	// IdentifiedAt is when the visitor was last identified, in UTC.
	IdentifiedAt time.Time `json:"identified_at"`
	// Revision counts the changes, starting at 1. Being identified again by what is
	// known already is no change.
	Revision uint64 `json:"revision"`
	// CreatedAt is when the visitor was first identified, in UTC.
	CreatedAt time.Time `json:"created_at"`
	// UpdatedAt is when the visitor was last changed, in UTC.
	UpdatedAt time.Time `json:"updated_at"`
}

// The attributes that mean something to this module.
const (
	// AttributeEmail is an e-mail address such as ada@example.com. No two visitors of a
	// workspace have the same.
	AttributeEmail     = "$email"
	AttributePhone     = "$phone"
	AttributeFirstName = "$firstName"
	AttributeLastName  = "$lastName"
)

// Email returns the e-mail address in lower case, by which a [Store] compares it, or ""
// if there is none.
func (v *Visitor) Email() string { return strings.ToLower(v.text(AttributeEmail)) }

// Name returns the first and the last name, with a space between them.
func (v *Visitor) Name() string {
	return strings.TrimSpace(v.text(AttributeFirstName) + " " + v.text(AttributeLastName))
}

// text returns an attribute that is a string, or "".
func (v *Visitor) text(key string) string {
	text, _ := v.Attributes[key].(string)
	return text
}

// Clone returns a copy that shares nothing with v.
func (v *Visitor) Clone() *Visitor {
	c := *v
	c.Attributes = maps.Clone(v.Attributes)
	return &c
}
