package memory

import (
	"context"
	"encoding/binary"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// forget removes the replaced versions of a link.
func (st *state) forget(number uint32) {
	first := numberKey(number)
	for key := range (span[*linkpack.Link]{st.past, first, keys.After(first)}).up() {
		st.past = st.past.without(key)
	}
}

// LinkRevisions implements [linkpack.Links].
func (s *store) LinkRevisions(ctx context.Context, workspace, id string, before uint32, limit int) ([]*linkpack.Link, error) {
	if limit < 0 {
		return nil, &linkpack.FieldError{Field: "limit", Reason: "below 0"}
	}
	st, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	l, err := st.link(workspace, id)
	if err != nil {
		return nil, err
	}
	var found []*linkpack.Link
	if before == 0 || l.Revision < before {
		found = append(found, l.Clone())
	}
	end := keys.After(numberKey(l.Number))
	if before > 0 {
		end = revisionKey(l.Number, before)
	}
	for _, past := range (span[*linkpack.Link]{st.past, numberKey(l.Number), end}).down() {
		if limit > 0 && len(found) == limit {
			break
		}
		found = append(found, past.Clone())
	}
	return found, nil
}

func numberKey(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }

func revisionKey(number, revision uint32) []byte {
	return binary.BigEndian.AppendUint32(numberKey(number), revision)
}
