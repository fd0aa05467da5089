package clickfile

import (
	"iter"
	"strconv"

	"github.com/linkpack/linkpack-go/analytics"
)

// NamedClick is a click and what its link is called where it goes to.
type NamedClick struct {
	// Link is the link.
	Link LinkName
	// Click is the request.
	Click analytics.Click
}

// LinkName is what a link is called outside of the log.
type LinkName struct {
	// ID is the link's id.
	ID string
	// Domain is the link's domain; empty for the default one.
	Domain string
	// ShortCode is the link's short code.
	ShortCode string
}

// Numbered names the links of clicks by their numbers.
func Numbered(clicks iter.Seq2[analytics.Click, error]) iter.Seq2[NamedClick, error] {
	return func(yield func(NamedClick, error) bool) {
		for click, err := range clicks {
			if !yield(NamedClick{LinkName{ID: strconv.FormatUint(uint64(click.Link), 10)}, click}, err) {
				return
			}
		}
	}
}
