package routing

// Rule sends the visits that match all its clauses, or a share of them, to its
// own destination.
type Rule struct {
	// ID identifies the rule within its link. [Prepare] fills in a missing one.
	ID string
	// Clauses must all match. A rule without clauses matches every visit.
	Clauses []Clause
	// Percentage is the share of the matching visitors that the rule takes: 0,
	// or 0.000001 to 100 in steps of a millionth. nil takes all of them.
	Percentage *float64
	// Timezone is the IANA zone of the rule's time, weekday and date clauses.
	// Defaults to the table's.
	Timezone string
	// UTM holds parameters that override the link's.
	UTM UTM
	// Destination is the URL that matching visitors are sent to.
	Destination string
	// Split is the id of the split that the rule's share belongs to. [Prepare]
	// sets it. With the visitor's key it decides which share a visitor gets.
	Split string
}

// Clause is one condition on a visit. Functions such as [Country] and
// [TimeOfDay] make clauses; [Not] negates one. [Compile] checks them.
type Clause struct {
	// Condition is the name of the condition, such as "geo".
	Condition string `json:"condition"`
	// Value is what the condition compares with, such as "US,CA". It has at
	// most 2,000 bytes.
	Value string `json:"value,omitempty"`
	// Not negates the clause. It then also matches when the fact is unknown.
	Not bool `json:"not,omitempty"`
}

// Percent returns a pointer to p, for [Rule.Percentage].
func Percent(p float64) *float64 { return &p }

// UTM holds the five campaign parameters. An empty field is not set.
type UTM struct {
	Source   string `json:"utm_source,omitempty"`   // utm_source
	Medium   string `json:"utm_medium,omitempty"`   // utm_medium
	Campaign string `json:"utm_campaign,omitempty"` // utm_campaign
	Term     string `json:"utm_term,omitempty"`     // utm_term
	Content  string `json:"utm_content,omitempty"`  // utm_content
}
