package analytics

// Total is what a link has had in all its time.
type Total struct {
	// Classes counts the requests by class. They add up to all requests.
	Classes ClassCounts `json:"classes"`
}

// Clicks returns the number of human clicks.
func (t *Total) Clicks() uint64 { return t.Classes[Human] }
