package analytics

import (
	"encoding/json"

	"github.com/linkpack/linkpack-go/routing"
)

// ClassCounts are numbers of requests by [Class], as in counts[Human].
type ClassCounts [Human + 1]uint64

// MarshalJSON returns an object with a number for each class, as in
// {"bot": 1, "human": 3}, zeros included.
func (c ClassCounts) MarshalJSON() ([]byte, error) {
	named := make(map[Class]uint64, len(c))
	for class, n := range c {
		named[Class(class)] = n
	}
	return json.Marshal(named)
}

// UnmarshalJSON reads what [ClassCounts.MarshalJSON] returns. A class that is
// left out is zero. One that is unknown, or not of
// requests, is a *[routing.FieldError].
func (c *ClassCounts) UnmarshalJSON(data []byte) error {
	var named map[Class]uint64
	if err := json.Unmarshal(data, &named); err != nil {
		return err
	}
	*c = ClassCounts{}
	for class, n := range named {
		if int(class) >= len(c) {
			return &routing.FieldError{Field: "class", Reason: class.String() + " is no class of requests"}
		}
		c[class] = n
	}
	return nil
}
