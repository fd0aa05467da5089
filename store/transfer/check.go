package transfer

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/linkrecord"
)

// check returns an error for a row whose record cannot be read. Some stores find only by
// reading records that they are damaged.
func check(table Table, r Row) error {
	key, err := r.Key, error(nil)
	switch {
	case table.Clicks:
		return nil
	case table.Name == Links:
		key, err = linkKey(r.Value)
	case table.Name == Revisions:
		_, err = linkrecord.Decode(r.Value)
	case table.Name == Documents:
		key, err = documentKey(r.Value)
	case table.Name == Visitors:
		key, err = visitorKey(r.Value)
	case table.Name == Changes:
		key, err = changeKey(r.Value)
	}
	if err == nil && !bytes.Equal(key, r.Key) {
		err = fmt.Errorf("it claims to be row %q", key)
	}
	if err != nil {
		return fmt.Errorf("%w: row %q: %w", linkpack.ErrDamaged, r.Key, err)
	}
	return nil
}

// linkKey returns the key that the record of a link must have.
func linkKey(record []byte) ([]byte, error) {
	l, err := linkrecord.Decode(record)
	if err != nil {
		return nil, err
	}
	return binary.BigEndian.AppendUint32(nil, l.Number), nil
}

func documentKey(record []byte) ([]byte, error) {
	var d linkpack.Document
	err := json.Unmarshal(record, &d)
	return keys.Document(d.Kind, d.Workspace, d.ID), err
}

func visitorKey(record []byte) ([]byte, error) {
	var v linkpack.Visitor
	err := json.Unmarshal(record, &v)
	return keys.Visitor(v.Workspace, v.ID), err
}

func changeKey(record []byte) ([]byte, error) {
	var c linkpack.Change
	err := json.Unmarshal(record, &c)
	return binary.BigEndian.AppendUint64(nil, c.Seq), err
}
