package qr

import "github.com/linkpack/linkpack-go/qr/internal/check"

// Check names a condition for a code to be read by all common scanners.
type Check string

// The checks.
const (
	// CheckContrast: each colour of the code has a contrast ratio (WCAG 2) of at
	// least 4.5 with each colour of the background.
	CheckContrast Check = "contrast"
	// CheckInverted: the code is darker than the background.
	CheckInverted Check = "inverted"
	// CheckBackground: the background is opaque.
	CheckBackground Check = "background"
	// CheckQuietZone: there are at least 4 modules of background around the code.
	CheckQuietZone Check = "quietZone"
	// CheckFinder: the finder patterns have solid rings that scanners find, and
	// solid, even centres of the same figure.
	CheckFinder Check = "finder"
	// CheckAlignment: the alignment patterns are solid.
	CheckAlignment Check = "alignment"
	// CheckImage: in every block, error correction restores the codewords under
	// the image.
	CheckImage Check = "image"
	// CheckModuleSize: modules are at least 3 px wide, or 5 px if they are a circuit
	// without smooth edges (DotsOptions.RoundSize).
	CheckModuleSize Check = "moduleSize"
	// CheckReadBack: a decoder reads the text in the picture.
	CheckReadBack Check = "readBack"
)

// Warning is a check that a code does not pass.
type Warning struct {
	// Check is its name.
	Check Check `json:"check"`
	// Field is the JSON path of the option to change.
	Field string `json:"field"`
	// Reason says what is wrong, for a person.
	Reason string `json:"reason"`
}

// Warnings returns the checks that the code does not pass. A code without
// warnings can be scanned. Warnings applies rules and does not read the picture;
// Verify does both.
func (c *Code) Warnings() []Warning {
	var list []Warning
	for _, w := range check.Warnings(c.drawing) {
		list = append(list, newWarning(w))
	}
	return list
}

// Verify returns the warnings. If there are none, it decodes the drawn picture
// and compares the text. Kanji is only checked to be readable, since the decoder
// does not return it.
func (c *Code) Verify() []Warning {
	if warnings := c.Warnings(); len(warnings) > 0 {
		return warnings
	}
	if w, bad := check.Read(c.Image(), c.text); bad {
		return []Warning{newWarning(w)}
	}
	return nil
}

func newWarning(w check.Warning) Warning {
	return Warning{Check: Check(w.Check), Field: w.Field, Reason: w.Reason}
}
