// Package clip shortens texts that somebody sent for messages of errors.
package clip

import "strings"

// Text returns at most 40 bytes of text, in valid UTF-8, and an ellipsis in the
// place of what is left out.
func Text(text string) string {
	const most = 40
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
