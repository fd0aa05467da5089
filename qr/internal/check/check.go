// Package check decides whether scanners can read a drawing. It holds one file
// for each condition. The rules were found with the decoders that the module
// qr/scantest runs.
package check

import "github.com/linkpack/linkpack-go/qr/internal/draw"

// The names of the checks; see qr.Check.
const (
	Contrast   = "contrast"
	Inverted   = "inverted"
	Background = "background"
	QuietZone  = "quietZone"
	Finder     = "finder"
	Alignment  = "alignment"
	Image      = "image"
	ModuleSize = "moduleSize"
	ReadBack   = "readBack"
)

// Warning is a check that a drawing does not pass. It has the fields of
// qr.Warning.
type Warning struct {
	Check  string // name
	Field  string // JSON path of the option to change
	Reason string // for a person
}

// Warnings returns the checks that a drawing does not pass, by rules alone.
func Warnings(d draw.Drawing) []Warning {
	checks := []func(draw.Drawing) (Warning, bool){
		checkContrast, checkInverted, checkBackground,
		quietZone, checkRing, checkCentre, checkTone, checkAlignment, checkModuleSize, checkImage,
	}
	var warnings []Warning
	for _, check := range checks {
		if w, bad := check(d); bad {
			warnings = append(warnings, w)
		}
	}
	return warnings
}
