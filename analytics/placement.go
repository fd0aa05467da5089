package analytics

import (
	"github.com/linkpack/linkpack-go/analytics/internal/clicktext"
	"github.com/linkpack/linkpack-go/routing"
)

// CheckPlacement returns a *[routing.FieldError] if a text is not the placement of a
// QR code: 1 to 32 of the characters a-z, 0-9 and "-". A link that is printed in many
// places has a code with another placement in each, so that they can be told apart
// ([ByPlacement]). Empty and "1" are allowed and stand for a code without a placement.
func CheckPlacement(placement string) error {
	if _, ok := clicktext.Placement(placement); !ok {
		return &routing.FieldError{Field: "placement", Reason: "must have 1 to 32 of the characters a-z, 0-9 and -"}
	}
	return nil
}
