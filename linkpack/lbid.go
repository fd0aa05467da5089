package linkpack

import (
	"encoding/base64"
	"strings"

	"github.com/google/uuid"

	"github.com/linkpack/linkpack-go/analytics"
)

// LBID returns the short text of a click's ID that destinations of links with
// TrackConversions get as their parameter lbid: the 16 bytes of the UUID in URL-safe
// base64 without padding (RFC 4648, section 5), 22 characters. It is empty if id is not
// a UUID.
func LBID(id string) string {
	parsed, err := uuid.Parse(id)
	if err != nil {
		return ""
	}
	return lbidOf(analytics.ClickID(parsed))
}

// lbidOf is LBID for the bytes of an ID.
func lbidOf(id analytics.ClickID) string {
	var text [22]byte // saves an allocation
	base64.RawURLEncoding.Encode(text[:], id[:])
	return string(text[:])
}

// ClickIDOf returns the click's ID that an lbid stands for. It reads both alphabets of
// base64, with and without padding, since programs on the way re-encode parameters, and
// the text of the UUID itself. Another text is a [FieldError] of the field click.
// ClickIDOf does not check that there is such a click.
func ClickIDOf(lbid string) (id string, err error) {
	if len(lbid) == len(uuid.Nil.String()) {
		if parsed, err := uuid.Parse(lbid); err == nil {
			return parsed.String(), nil
		}
	}
	text := strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimSuffix(lbid, "=="))
	decoded, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(decoded) != len(uuid.Nil) || len(text) != len(lbidOf(analytics.ClickID{})) {
		return "", invalid("click", "must be the lbid of a click, 16 bytes in base64, or its ID")
	}
	return uuid.UUID(decoded).String(), nil
}
