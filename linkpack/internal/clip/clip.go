// Package clip shortens untrusted text for error messages.
package clip

import "strings"

// Text returns at most 40 bytes of text as valid UTF-8, followed by an ellipsis
// if it was cut.
func Text(text string) string {
	const most = 40
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
