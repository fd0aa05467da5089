package postgres

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// holder is what the entry of a code says.
type holder struct {
	number    []byte // of the link that has the code, or had it last; nil if none ever had it
	workspace []byte // number of that link's workspace if this is a tombstone, else nil
	design    []byte // of a tombstone: revision and id of the design that the link had; may be empty
}

// holder returns who has a code.
func (b links) holder(domain, code string) (h holder, err error) {
	key := keys.Code(domain, code)
	value, err := b.codes().get(key)
	switch {
	case err != nil:
		return h, err
	case isTombstone(value):
		return holder{value[:numberSize], value[numberSize:tombstoneSize], value[tombstoneSize:]}, nil
	case value != nil && len(value) != numberSize:
		return h, damaged("the entry of code %q has %d bytes", key, len(value))
	}
	return holder{number: value}, nil
}

// isTombstone reports whether a link had the code and none has it now.
func (h holder) isTombstone() bool { return h.workspace != nil }

// isOf reports whether l has the code, or had it last.
func (h holder) isOf(l *linkpack.Link) bool { return bytes.Equal(h.number, numberKey(l.Number)) }

// last returns the error that says that the code is a tombstone.
func (h holder) last() error {
	if len(h.design) == 0 {
		return new(linkpack.GoneError)
	}
	return &linkpack.GoneError{Design: string(h.design[revisionSize:]), Revision: binary.BigEndian.Uint64(h.design)}
}

// tombstoneSize is the length of a tombstone without a design, and revisionSize that of
// the revision of a design.
const tombstoneSize, revisionSize = 2 * numberSize, 8

// isTombstone reports whether the entry of a code is a tombstone.
func isTombstone(value []byte) bool {
	return len(value) == tombstoneSize || len(value) > tombstoneSize+revisionSize
}

// takeCodes gives l its codes, unless one of them is not free. A deleted link gets only
// tombstones, at codes that no other link ever had. i is l's index in the call.
func (b links) takeCodes(l *linkpack.Link, i int) error {
	for _, c := range l.Codes() {
		h, err := b.holder(c.Domain, c.ShortCode)
		switch {
		case err != nil:
		case l.DeletedAt.IsZero():
			err = b.take(c, h, l, i)
		case h.number == nil || h.isOf(l):
			err = b.bury(c, l)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// take gives l a code, unless it is not free.
func (b links) take(c linkpack.Alias, h holder, l *linkpack.Link, i int) error {
	free, err := b.isFree(h, l)
	if err == nil && !free {
		err = &linkpack.TakenError{Index: i, Domain: c.Domain, ShortCode: c.ShortCode}
	}
	if err == nil {
		b.codes().put(keys.Code(c.Domain, c.ShortCode), numberKey(l.Number))
	}
	return err
}

// isFree reports whether l can take the code of a holder.
func (b links) isFree(h holder, l *linkpack.Link) (bool, error) {
	if h.number == nil || h.isOf(l) || !h.isTombstone() {
		return h.number == nil || h.isOf(l), nil
	}
	workspace, err := b.workspaceNumber(l.Workspace)
	return bytes.Equal(h.workspace, workspace), err
}

// CodeFree implements [linkpack.Links].
func (s *store) CodeFree(ctx context.Context, workspace, domain, code string) (free bool, err error) {
	err = s.view(ctx, func(tx *tx) error {
		b := links{tx}
		h, err := b.holder(domain, code)
		if err != nil {
			return err
		}
		free, err = b.isFree(h, &linkpack.Link{Workspace: workspace})
		if errors.Is(err, linkpack.ErrNotFound) { // a workspace without links has no tombstones
			err = nil
		}
		return err
	})
	return free, err
}

// buryCodes leaves tombstones at codes that l has. A deleted link has none.
func (b links) buryCodes(l *linkpack.Link, codes []linkpack.Alias) error {
	if !l.DeletedAt.IsZero() {
		return nil
	}
	for _, c := range codes {
		if err := b.bury(c, l); err != nil {
			return err
		}
	}
	return nil
}

// bury leaves a tombstone of l at a code.
func (b links) bury(c linkpack.Alias, l *linkpack.Link) error {
	workspace, err := b.workspaceNumber(l.Workspace)
	if err != nil {
		return err
	}
	tombstone := append(numberKey(l.Number), workspace...)
	if l.DesignRevision != 0 {
		tombstone = append(binary.BigEndian.AppendUint64(tombstone, l.DesignRevision), l.Design...)
	}
	b.codes().put(keys.Code(c.Domain, c.ShortCode), tombstone)
	return nil
}

// hasCode reports whether a link has a code.
func hasCode(l *linkpack.Link, c linkpack.Alias) bool {
	return l.DeletedAt.IsZero() && slices.Contains(l.Codes(), c)
}
