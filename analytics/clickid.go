package analytics

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// ClickID is the ID of a click or a conversion: a UUIDv7 (RFC 9562) of
//
//	time     48 bits, milliseconds
//	version   4 bits, 7
//	random   12 bits
//	variant   2 bits, binary 10
//	random   48 bits
//	lane     10 bits
//	random    4 bits
//
// The ID of a click that is not tracked has its place in the log instead of what is
// random here, so that it need not be stored. The zero ClickID stands for none.
type ClickID [16]byte

// NewClickID returns the ID of a click at a time, with random bits. The time must be
// after 1970 and before the year 10889. The lane is that of the recorder that will
// record the click; it helps to find the click again.
func NewClickID(at time.Time, lane Lane, random uint64) (id ClickID) {
	binary.BigEndian.PutUint64(id[:], uint64(at.UnixMilli())<<16|7<<12|random>>52)
	binary.BigEndian.PutUint64(id[8:], 2<<62|random&(1<<52-1)>>4<<14|uint64(lane&MaxLane)<<4|random&0xf)
	return id
}

// ParseClickID returns the ID with a text of 36 characters, as in
// "0195dd3c-3a00-7000-8000-000000000001". Another text, and a UUID of another version,
// is a *[routing.FieldError].
func ParseClickID(text string) (id ClickID, err error) {
	digits := strings.ReplaceAll(text, "-", "")
	if n, err := hex.Decode(id[:], []byte(digits[:min(len(digits), 2*len(id))])); err != nil || n != len(id) || !strings.EqualFold(id.String(), text) || !id.Valid() {
		return ClickID{}, &routing.FieldError{Field: "ID", Reason: "is not the ID of a click"}
	}
	return id, nil
}

// Valid reports whether the ID is a UUIDv7.
func (id ClickID) Valid() bool { return id[6]>>4 == 7 && id[8]>>6 == 2 }

// String returns the ID in the usual form of UUIDs, in lower case.
func (id ClickID) String() string {
	var text [36]byte
	at := 0
	for i, part := range [...][]byte{id[:4], id[4:6], id[6:8], id[8:10], id[10:]} {
		if i > 0 {
			text[at] = '-'
			at++
		}
		at += hex.Encode(text[at:], part)
	}
	return string(text[:])
}

// Time returns the time of the click, in UTC, to the millisecond.
func (id ClickID) Time() time.Time {
	return time.UnixMilli(int64(binary.BigEndian.Uint64(id[:]) >> 16)).UTC()
}

// Lane returns the lane of the recorder that the ID was made for. An imported click
// is in another lane.
func (id ClickID) Lane() Lane {
	return Lane(binary.BigEndian.Uint16(id[14:])>>4) & MaxLane
}
