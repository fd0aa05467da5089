package postgres

import (
	"context"
	"encoding/binary"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// workspaceRow is what a workspace has once: its number in the click log, and how many
// links it has.
type workspaceRow struct{ number, links uint32 }

// encode returns the row as it is stored.
func (w workspaceRow) encode() []byte {
	return binary.BigEndian.AppendUint32(numberKey(w.number), w.links)
}

// workspace returns the row of a workspace. ok is false before its first link.
func (b links) workspace(id string) (w workspaceRow, ok bool, err error) {
	key := keys.Workspace(id)
	value, err := b.workspaces().get(key)
	switch {
	case err != nil || value == nil:
		return w, false, err
	case len(value) != 2*numberSize:
		return w, false, damaged("the number of workspace %.80q has %d bytes", key, len(value))
	}
	return workspaceRow{binary.BigEndian.Uint32(value), binary.BigEndian.Uint32(value[numberSize:])}, true, nil
}

// setWorkspace changes the row of a workspace.
func (b links) setWorkspace(id string, w workspaceRow) {
	b.workspaces().put(keys.Workspace(id), w.encode())
}

// workspaceNumber returns the number of a workspace as tombstones have it.
func (b links) workspaceNumber(id string) ([]byte, error) {
	w, ok, err := b.workspace(id)
	if err == nil && !ok {
		err = fmt.Errorf("number of workspace %.80q: %w", id, linkpack.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return numberKey(w.number), nil
}

// WorkspaceNumber implements [linkpack.Links].
func (s *store) WorkspaceNumber(ctx context.Context, workspace string) (number uint32, err error) {
	err = s.look(ctx, func(tx *tx) error {
		value, err := links{tx}.workspaceNumber(workspace)
		if err == nil {
			number = binary.BigEndian.Uint32(value)
		}
		return err
	})
	return number, err
}

// CountLinks implements [linkpack.Links].
func (s *store) CountLinks(ctx context.Context, workspace string) (n int, err error) {
	err = s.look(ctx, func(tx *tx) error {
		w, _, err := links{tx}.workspace(workspace)
		n = int(w.links)
		return err
	})
	return n, err
}

// countIn counts a link, unless it is in the bin. The first link of a workspace gives
// the workspace its number.
func (b links) countIn(l *linkpack.Link) error {
	w, ok, err := b.workspace(l.Workspace)
	if err == nil && !ok {
		w.number, err = b.tx.numbers.take()
	}
	if err != nil {
		return err
	}
	if l.DeletedAt.IsZero() {
		w.links++
	}
	b.setWorkspace(l.Workspace, w)
	return nil
}

// countOut takes a deleted link of a workspace from the count.
func (b links) countOut(workspace string) error {
	w, _, err := b.workspace(workspace)
	if err != nil {
		return err
	}
	w.links -= min(w.links, 1) // whether a salvaged link was in the bin is not known
	b.setWorkspace(workspace, w)
	return nil
}

// recount counts a link that was put into the bin or taken from it.
func (b links) recount(old, l *linkpack.Link) error {
	switch {
	case old.DeletedAt.IsZero() == l.DeletedAt.IsZero():
		return nil
	case l.DeletedAt.IsZero():
		return b.countIn(l)
	}
	return b.countOut(l.Workspace)
}

// countOutLive is countOut for a link that is removed, unless it was in the bin.
func (b links) countOutLive(l *linkpack.Link) error {
	if !l.DeletedAt.IsZero() {
		return nil
	}
	return b.countOut(l.Workspace)
}
