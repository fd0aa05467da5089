// Package linkrecord is the form in which stores keep links that are encoded as
// JSON. It has the password's hash, which the JSON form of [linkpack.Link] leaves out.
package linkrecord

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
)

// record is a link as stored.
type record struct {
	*linkpack.Link
	PasswordHash string `json:"password_hash,omitempty"`
}

// Encode returns the record of a link. Bytes in its texts that are no UTF-8 become U+FFFD
// there, so [Stored] says what is read again.
func Encode(l *linkpack.Link) ([]byte, error) {
	data, err := json.Marshal(record{l, l.PasswordHash})
	if err != nil {
		return nil, fmt.Errorf("link %q: %w", l.ID, err)
	}
	return data, nil
}

// Decode returns the link that a record was made of.
func Decode(data []byte) (*linkpack.Link, error) {
	r := record{Link: new(linkpack.Link)}
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, err
	}
	r.Link.PasswordHash = r.PasswordHash
	return r.Link, nil
}

// Stored returns the link that is read again from the record of l. It is l itself if all its
// texts are UTF-8.
func Stored(l *linkpack.Link, record []byte) (*linkpack.Link, error) {
	if !bytes.Contains(record, []byte(`\ufffd`)) && !bytes.Contains(record, []byte("\ufffd")) {
		return l, nil
	}
	return Decode(record)
}
