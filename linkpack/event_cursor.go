package linkpack

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"math"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
)

// eventCursor returns the cursor at an event of a list: a checksum and the place of the
// event, in base64, and a point and the places in other lanes, if there are any. The
// checksum also covers the name of the list, so that a cursor of another list is refused.
func eventCursor(list string, at analytics.EventPlace) string {
	others := ""
	if at.Others != (analytics.Cursor{}) {
		others = "." + at.Others.String()
	}
	b := binary.AppendUvarint(make([]byte, 4, 32), uint64(at.Day))
	b = binary.AppendUvarint(b, uint64(at.Lane))
	b = binary.AppendUvarint(b, at.Block)
	b = binary.AppendUvarint(b, uint64(at.Position))
	binary.BigEndian.PutUint32(b, crc32.Update(crc32.ChecksumIEEE([]byte(list+others)), crc32.IEEETable, b[4:]))
	return base64.RawURLEncoding.EncodeToString(b) + others
}

// parseEventCursor reads what eventCursor returned for the list. An empty text is the
// beginning.
func parseEventCursor(list, text string) (at analytics.EventPlace, err error) {
	if text == "" {
		return at, nil
	}
	one, others, _ := strings.Cut(text, ".")
	at, ok := readEventPlace(one)
	if ok {
		at.Others, err = analytics.ParseCursor(others)
	}
	if !ok || err != nil || eventCursor(list, at) != text {
		return analytics.EventPlace{}, invalid("cursor", "no page of this query returned it")
	}
	return at, nil
}

// readEventPlace reads the place of an event from the first part of a cursor.
func readEventPlace(text string) (at analytics.EventPlace, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) < 4 {
		return at, false
	}
	rest := b[4:]
	var fields [4]uint64 // day, lane, block, position
	for i, limit := range [4]uint64{math.MaxUint32, uint64(analytics.MaxLane), math.MaxInt64, math.MaxUint32} {
		field, size := binary.Uvarint(rest)
		if size <= 0 || field > limit {
			return at, false
		}
		fields[i], rest = field, rest[size:]
	}
	at.Day, at.Lane = uint32(fields[0]), analytics.Lane(fields[1])
	at.Block, at.Position = fields[2], uint32(fields[3])
	return at, true
}
