package analytics

import (
	"encoding/base64"
	"encoding/binary"

	"github.com/linkpack/linkpack-go/routing"
)

// Cursor is a place in the log of a store, between two requests. It can be kept
// as text and used again after a restart, for the same store. The zero Cursor
// is the beginning of the log.
type Cursor struct {
	place place
}

// cursorVersion begins the text of every cursor.
const cursorVersion = 1

// Now returns the end of what is in the log: what comes after it is new.
func (r *Recorder) Now() Cursor {
	r.mu.Lock()
	defer r.mu.Unlock()
	return Cursor{place{block: r.block + 1}}
}

// String returns the text of the cursor, which is what [Cursor.MarshalText]
// returns. It says nothing to people.
func (c Cursor) String() string {
	b := binary.AppendUvarint([]byte{cursorVersion}, c.place.block)
	return base64.RawURLEncoding.EncodeToString(binary.AppendUvarint(b, uint64(c.place.position)))
}

// MarshalText implements [encoding.TextMarshaler].
func (c Cursor) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]. An empty text is the zero
// Cursor, and what is no cursor a *[routing.FieldError].
func (c *Cursor) UnmarshalText(text []byte) (err error) {
	*c, err = ParseCursor(string(text))
	return err
}

// ParseCursor returns the cursor with a text; the zero Cursor for an empty one.
// What is no cursor is a *[routing.FieldError].
func ParseCursor(text string) (Cursor, error) {
	if text == "" {
		return Cursor{}, nil
	}
	var at place
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil && len(data) > 0 && data[0] == cursorVersion {
		r := reader{data: data[1:]}
		at = place{block: r.uvarint(), position: r.uint32()}
		err = r.end()
	}
	c := Cursor{at}
	if err != nil || c.String() != text {
		return Cursor{}, &routing.FieldError{Field: "Cursor", Reason: "is none that was handed out"}
	}
	return c, nil
}
