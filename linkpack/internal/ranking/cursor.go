package ranking

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"math"
)

// Cursor says where a list by clicks goes on. Its list has the links of a ranking, and
// behind or before them the other links by creation, which are read page by page.
type Cursor struct {
	Made  int64 // of the ranking
	Place       // of the last link; zero if it has no clicks
	// ID is the ID of the last link, and Page the cursor of the page that has it, if the
	// link has no clicks.
	ID, Page string
}

// Text returns the cursor as a text: a checksum and the fields, encoded in base64. The
// checksum also covers list, the name of the list, so that a cursor of another list is
// refused.
func (c Cursor) Text(list string) string {
	b := binary.AppendUvarint(make([]byte, 4), uint64(c.Made))
	b = binary.AppendUvarint(b, c.Clicks)
	b = binary.AppendUvarint(b, uint64(c.Link))
	b = binary.AppendUvarint(b, uint64(len(c.ID)))
	b = append(append(b, c.ID...), c.Page...)
	sum := crc32.Update(crc32.ChecksumIEEE([]byte(list)), crc32.IEEETable, b[4:])
	binary.BigEndian.PutUint32(b, sum)
	return base64.RawURLEncoding.EncodeToString(b)
}

// ParseCursor reads what Text returned for the list. ok is false for any other text.
func ParseCursor(text, list string) (c Cursor, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) < 4 {
		return c, false
	}
	b = b[4:]
	number := func() uint64 {
		n, size := binary.Uvarint(b)
		ok = ok && size > 0
		b = b[max(size, 0):]
		return n
	}
	ok = true
	c.Made, c.Clicks = int64(number()), number()
	link, size := number(), number()
	if !ok || link > math.MaxUint32 || size > uint64(len(b)) {
		return c, false
	}
	c.Link, c.ID, c.Page = uint32(link), string(b[:size]), string(b[size:])
	return c, c.Text(list) == text
}
