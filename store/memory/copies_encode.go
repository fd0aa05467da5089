package memory

import (
	"encoding/binary"
	"encoding/json"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// Values of rows, as package bolt stores them.

func asIs(value []byte) ([]byte, error) { return value, nil }

func nothing[V any](V) ([]byte, error) { return nil, nil }

func encodeText(text string) ([]byte, error) { return []byte(text), nil }

func encodeJSON[V any](v V) ([]byte, error) { return json.Marshal(v) }

func encodeNumber(n uint32) ([]byte, error) { return numberKey(n), nil }

func numberOf(l *linkpack.Link) ([]byte, error) { return numberKey(l.Number), nil }

func encodeWorkspace(w workspaceRow) ([]byte, error) {
	return binary.BigEndian.AppendUint32(numberKey(w.number), uint32(w.links)), nil
}

// encodeCode returns the number of the link that has a code. A tombstone has that of its
// workspace, too, and the design of the link.
func (st *state) encodeCode(c code) ([]byte, error) {
	value := numberKey(c.number)
	if c.link != nil {
		return value, nil
	}
	w, _ := st.workspaces.get(keys.Workspace(c.workspace))
	value = append(value, numberKey(w.number)...)
	if c.last.Revision != 0 {
		value = append(binary.BigEndian.AppendUint64(value, c.last.Revision), c.last.Design...)
	}
	return value, nil
}
