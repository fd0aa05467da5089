package postgres

import (
	"context"
	"encoding/binary"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
	"github.com/linkpack/linkpack-go/store/internal/linkrecord"
)

// Past versions of a link have its number and their revision as key. The newest
// version is the link's record.

// remember stores a version that is about to be replaced.
func (b links) remember(l *linkpack.Link) error {
	record, err := linkrecord.Encode(l)
	if err == nil {
		b.past().put(revisionKey(l.Number, l.Revision), record)
	}
	return err
}

// forget removes the past versions of a link.
func (b links) forget(number uint32) error {
	first := numberKey(number)
	for version, err := range b.past().up(first, keys.After(first)) {
		if err != nil {
			return err
		}
		b.past().delete(version.key)
	}
	return nil
}

// LinkRevisions implements [linkpack.Links].
func (s *store) LinkRevisions(ctx context.Context, workspace, id string, before uint32, limit int) (found []*linkpack.Link, err error) {
	if limit < 0 {
		return nil, &linkpack.FieldError{Field: "limit", Reason: "below 0"}
	}
	err = s.view(ctx, func(tx *tx) error {
		b := links{tx}
		found = nil
		l, err := b.find(workspace, id)
		if err != nil {
			return err
		}
		if before == 0 || l.Revision < before {
			found = append(found, l)
		}
		return b.recall(l.Number, before, limit, &found)
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// recall appends past versions of a link to found, the newest first, until found
// has limit of them.
func (b links) recall(number, before uint32, limit int, found *[]*linkpack.Link) error {
	first, end := numberKey(number), keys.After(numberKey(number))
	if before > 0 {
		end = revisionKey(number, before)
	}
	for version, err := range b.past().down(first, end) {
		if err != nil {
			return err
		}
		if limit > 0 && len(*found) == limit {
			break
		}
		l, err := decodeLink(first, version.value)
		if err != nil {
			return err
		}
		*found = append(*found, l)
	}
	return nil
}

func revisionKey(number, revision uint32) []byte {
	return binary.BigEndian.AppendUint32(numberKey(number), revision)
}
