package qr

import (
	"errors"
	"fmt"

	goqr "github.com/piglig/go-qr"
)

// Check names a condition that a code must meet to be read by every common
// scanner.
type Check string

// The checks.
const (
	// CheckContrast: every colour of the code against every colour of the
	// ground at least MinContrast to 1.
	CheckContrast Check = "contrast"
	// CheckInverted: the code darker than the ground.
	CheckInverted Check = "inverted"
	// CheckBackground: a ground of its own under the code and its quiet zone.
	CheckBackground Check = "background"
	// CheckQuietZone: MinQuietZone modules of ground around the code.
	CheckQuietZone Check = "quietZone"
	// CheckFinder: solid, even centres of the finder patterns, shaped like the
	// rings.
	CheckFinder Check = "finder"
	// CheckAlignment: solid alignment patterns.
	CheckAlignment Check = "alignment"
	// CheckImage: no more codewords under the image than error correction
	// restores, in every block.
	CheckImage Check = "image"
	// CheckModuleSize: modules at least MinModule px wide.
	CheckModuleSize Check = "moduleSize"
	// CheckReadBack: the picture reads as the text.
	CheckReadBack Check = "readBack"
)

// The limits that checks use.
const (
	MinContrast  = 4.5 // WCAG 2 contrast ratio
	MinQuietZone = 4   // modules, ISO/IEC 18004
	MinModule    = 3   // px
)

// Warning is a check that a code does not meet.
type Warning struct {
	// Check is the condition.
	Check Check `json:"check"`
	// Field is the JSON path of the option that would have to change.
	Field string `json:"field"`
	// Reason says what is wrong, for a person.
	Reason string `json:"reason"`
}

// Warnings returns the checks that the code does not meet; none means that it
// scans. The picture is judged by rules, not read; see Verify.
func (c *Code) Warnings() []Warning {
	checks := []func(drawing) (Warning, bool){
		drawing.checkContrast, drawing.checkInverted, drawing.checkBackground,
		drawing.checkQuietZone, drawing.checkRing, drawing.checkFinder, drawing.checkTone, drawing.checkAlignment, drawing.checkModuleSize, drawing.checkImage,
	}
	var warnings []Warning
	for _, check := range checks {
		if w, bad := check(c.drawing); bad {
			warnings = append(warnings, w)
		}
	}
	return warnings
}

// Verify is Warnings and, if there are none, reads the drawn picture back. Of
// ModeKanji only that the picture can be read is known, not what it says.
func (c *Code) Verify() []Warning {
	warnings := c.Warnings()
	if len(warnings) > 0 {
		return warnings
	}
	switch text, err := goqr.Decode(c.Image()); {
	case errors.Is(err, goqr.ErrUnsupportedSymbol): // came as far as to the characters in Kanji
	case err != nil:
		return []Warning{{CheckReadBack, "data", "the picture cannot be read: " + err.Error()}}
	case text != c.text:
		return []Warning{{CheckReadBack, "data", fmt.Sprintf("the picture reads %q", text)}}
	}
	return nil
}

func (d drawing) checkQuietZone() (Warning, bool) {
	if quiet := d.quietZone(); quiet < MinQuietZone {
		return Warning{CheckQuietZone, "margin", fmt.Sprintf("%.1f modules of quiet zone; scanners need %d", quiet, MinQuietZone)}, true
	}
	if !d.groundHolds(MinQuietZone) {
		return Warning{CheckQuietZone, "backgroundOptions.round", "the rounded background cuts into the quiet zone"}, true
	}
	return Warning{}, false
}

func (d drawing) checkModuleSize() (Warning, bool) {
	dot := d.layout.symbol.dot
	return Warning{CheckModuleSize, "width", fmt.Sprintf("modules are %.1f px wide; scanners need %d", dot, MinModule)}, dot < MinModule
}

func (d drawing) checkImage() (Warning, bool) {
	if d.image == nil {
		return Warning{}, false
	}
	b := d.imageBudget(d.symbol.version, d.symbol.level)
	reason := fmt.Sprintf("the image covers %d codewords of an error correction block that can restore %d", b.lost, b.recoverable)
	return Warning{CheckImage, "imageOptions.imageSize", reason}, !b.holds()
}
