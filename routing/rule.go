package routing

// Rule sends the visits that pass all its clauses, or a share of them, to a
// destination of its own.
type Rule struct {
	// ID names the rule within its link. [Prepare] gives one when it is empty.
	ID string
	// Clauses must all match; none match every visit.
	Clauses []Clause
	// Percentage is the share of the matching visitors that the rule takes,
	// 0 to 100, decimals to a millionth, which is the least but 0. nil takes
	// them all.
	Percentage *float64
	// Timezone is the IANA zone of the rule's time clauses; empty means the
	// table's.
	Timezone string
	// UTM overrides the link's parameters, each where it is set.
	UTM UTM
	// Destination is the URL that matching visitors are sent to.
	Destination string
	// Split names the percentage split that the rule belongs to. It is given
	// by [Prepare] and decides, with the visitor's key, who sees what.
	Split string
}

// Clause is one condition on a visit.
type Clause struct {
	// Condition is the name of the condition, as in "geo".
	Condition string `json:"condition"`
	// Value is what the condition compares with, as in "US,CA"; at most
	// 2,000 bytes.
	Value string `json:"value,omitempty"`
	// Not turns the clause into its plain opposite; it then also matches when
	// the fact is unknown.
	Not bool `json:"not,omitempty"`
}

// Percent returns a pointer to p, for [Rule.Percentage].
func Percent(p float64) *float64 { return &p }

// UTM holds the five campaign parameters. An empty one is not set.
type UTM struct {
	Source   string `json:"utm_source,omitempty"`   // utm_source
	Medium   string `json:"utm_medium,omitempty"`   // utm_medium
	Campaign string `json:"utm_campaign,omitempty"` // utm_campaign
	Term     string `json:"utm_term,omitempty"`     // utm_term
	Content  string `json:"utm_content,omitempty"`  // utm_content
}
