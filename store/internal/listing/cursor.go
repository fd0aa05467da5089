package listing

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"strings"

	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// place is the position of a record in an order.
type place struct {
	value, id string
}

// cursor returns the cursor that continues a list after a place. It has a checksum,
// so that a cursor that was changed, invented or taken from another list is refused.
func (l list) cursor(p place) string {
	body := binary.AppendUvarint(nil, uint64(len(p.id)))
	body = append(append(body, p.id...), p.value...)
	raw := binary.BigEndian.AppendUint32(nil, l.checksum(body))
	return base64.RawURLEncoding.EncodeToString(append(raw, body...))
}

// parseCursor returns the place of a cursor. ok is false if no page of this list
// returned it.
func (l list) parseCursor(cursor string) (p place, ok bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(raw) < 5 || strings.ContainsAny(cursor, "\r\n") { // which decoding skips
		return place{}, false
	}
	body := raw[4:]
	size, n := binary.Uvarint(body)
	if n <= 0 || size > uint64(len(body)-n) || binary.BigEndian.Uint32(raw) != l.checksum(body) {
		return place{}, false
	}
	rest := body[n:]
	return place{value: string(rest[size:]), id: string(rest[:size])}, true
}

// checksum covers a cursor and the list that it belongs to.
func (l list) checksum(body []byte) uint32 {
	text := keys.Document(l.kind, string(keys.Workspace(l.workspace)), string(body))
	text = append(text, l.sort)
	if l.ascending {
		text = append(text, 1)
	}
	return crc32.ChecksumIEEE(text)
}
