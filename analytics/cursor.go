package analytics

import (
	"encoding/base64"
	"encoding/binary"
	"slices"

	"github.com/linkpack/linkpack-go/routing"
)

// Cursor is a place in the log of a store, between two requests. It can be stored
// as text and used after a restart, with the same store. The zero Cursor is the
// beginning of the log. Cursors of the same place are equal.
type Cursor struct {
	// places are those of each lane from which something was read, see
	// appendPlace; other lanes are at their beginning.
	places string
}

const (
	// cursorVersion begins the text of every cursor.
	cursorVersion = 2
	// maxPlace is the most bytes that a place takes.
	maxPlace = binary.MaxVarintLen16 + binary.MaxVarintLen64 + binary.MaxVarintLen32
)

// lanePlace is a place in the log of a lane.
type lanePlace struct {
	lane Lane
	Place
}

// appendPlace appends a place behind those of lower lanes: three varints, of the
// lane, the block and the position.
func appendPlace(b []byte, at lanePlace) []byte {
	b = binary.AppendUvarint(b, uint64(at.lane))
	b = binary.AppendUvarint(b, at.Block)
	return binary.AppendUvarint(b, uint64(at.Position))
}

// readPlaces reads what appendPlace has appended. It fails when there is anything
// that it would not have written.
func readPlaces(data []byte) (places []lanePlace, ok bool) {
	for rest := data; len(rest) > 0; {
		var fields [3]uint64
		for i := range fields {
			var n int
			if fields[i], n = binary.Uvarint(rest); n <= 0 {
				return nil, false
			}
			rest = rest[n:]
		}
		at := lanePlace{Lane(fields[0]), Place{Block: fields[1], Position: uint32(fields[2])}}
		if n := len(places); fields[0] > uint64(MaxLane) || n > 0 && at.lane <= places[n-1].lane || at.Place == (Place{}) {
			return nil, false
		}
		places = append(places, at)
	}
	return places, string(appendPlaces(places)) == string(data)
}

func appendPlaces(places []lanePlace) (b []byte) {
	for _, at := range places {
		b = appendPlace(b, at)
	}
	return b
}

// Place returns the place in a lane.
func (c Cursor) Place(lane Lane) Place {
	places, _ := readPlaces([]byte(c.places))
	for _, at := range places {
		if at.lane == lane {
			return at.Place
		}
	}
	return Place{}
}

// With returns the cursor with another place in a lane.
func (c Cursor) With(lane Lane, at Place) Cursor {
	var room [maxPlace]byte
	if c.places == "" {
		return Cursor{string(appendPlace(room[:0], lanePlace{lane, at}))}
	}
	places, _ := readPlaces([]byte(c.places))
	i, found := slices.BinarySearchFunc(places, lane, func(at lanePlace, lane Lane) int { return int(at.lane) - int(lane) })
	if !found {
		places = slices.Insert(places, i, lanePlace{lane: lane})
	}
	places[i].Place = at
	return Cursor{string(appendPlaces(places))}
}

// Includes reports whether everything before o is also before c: no reader that is at c
// has to read anything before o.
func (c Cursor) Includes(o Cursor) bool {
	places, _ := readPlaces([]byte(o.places))
	for _, at := range places {
		if c.Place(at.lane).Before(at.Place) {
			return false
		}
	}
	return true
}

// String returns the text of the cursor, which is what [Cursor.MarshalText]
// returns. It is opaque.
func (c Cursor) String() string {
	return base64.RawURLEncoding.EncodeToString(append([]byte{cursorVersion}, c.places...))
}

// MarshalText implements [encoding.TextMarshaler].
func (c Cursor) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]. An empty text is the
// zero Cursor. A text that is not a cursor is a *[routing.FieldError].
func (c *Cursor) UnmarshalText(text []byte) (err error) {
	*c, err = ParseCursor(string(text))
	return err
}

// ParseCursor returns the cursor with a text. An empty text is the zero Cursor. A
// text that is not a cursor is a *[routing.FieldError].
func ParseCursor(text string) (Cursor, error) {
	if text == "" {
		return Cursor{}, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil && len(data) > 0 && data[0] == cursorVersion {
		c := Cursor{string(data[1:])}
		if _, ok := readPlaces(data[1:]); ok && c.String() == text {
			return c, nil
		}
	}
	return Cursor{}, &routing.FieldError{Field: "Cursor", Reason: "is not a cursor of this package"}
}

// Place is a place in the log: before the record with a position in a block.
type Place struct {
	// Block is the number of the block, counted from 1 in each lane.
	Block uint64
	// Position is the number of records in the block before the place.
	Position uint32
}

// Before reports whether p comes before q.
func (p Place) Before(q Place) bool {
	return p.Block < q.Block || p.Block == q.Block && p.Position < q.Position
}
