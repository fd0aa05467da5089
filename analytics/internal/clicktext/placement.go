package clicktext

import "strings"

const (
	maxPlacement     = 32
	placementLetters = "abcdefghijklmnopqrstuvwxyz0123456789-"
	// noPlacement is in the URL of QR codes without a placement.
	noPlacement = "1"
)

// Placement returns the placement that a text names, and whether the text is one. It
// is empty for the text of QR codes without a placement.
func Placement(text string) (placement string, ok bool) {
	if text == "" || text == noPlacement {
		return "", true
	}
	if len(text) > maxPlacement || strings.Trim(text, placementLetters) != "" {
		return "", false
	}
	return text, true
}
