package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// holder is what the entry of a code says.
type holder struct {
	number    []byte // of the link that has the code, or had it last; nil if none ever had it
	workspace []byte // number of that link's workspace if this is a tombstone, else nil
}

// holder returns who has a code.
func (b links) holder(domain, code string) (h holder, err error) {
	key := keys.Code(domain, code)
	value, err := b.codes().get(key)
	switch {
	case err != nil:
		return h, err
	case len(value) == tombstoneSize:
		return holder{value[:numberSize], value[numberSize:]}, nil
	case value != nil && len(value) != numberSize:
		return h, fmt.Errorf("%w: the entry of code %q has %d bytes", ErrCorrupt, key, len(value))
	}
	return holder{number: value}, nil
}

// isTombstone reports whether a link had the code and none has it now.
func (h holder) isTombstone() bool { return h.workspace != nil }

// isOf reports whether l has the code, or had it last.
func (h holder) isOf(l *linkpack.Link) bool { return bytes.Equal(h.number, numberKey(l.Number)) }

// tombstoneSize is the length of a tombstone.
const tombstoneSize = 2 * numberSize

// takeCodes gives l its codes, unless one of them is not free. A deleted link gets only
// tombstones, at codes that no link ever had. i is l's index in the call.
func (b links) takeCodes(l *linkpack.Link, i int) error {
	for _, c := range l.Codes() {
		h, err := b.holder(c.Domain, c.ShortCode)
		if err != nil {
			return err
		}
		if !l.DeletedAt.IsZero() {
			if h.number == nil {
				err = b.bury(c, l)
			}
		} else {
			err = b.take(c, h, l, i)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// take gives l a code, unless it is not free.
func (b links) take(c linkpack.Alias, h holder, l *linkpack.Link, i int) error {
	if free, err := b.isFree(h, l); err != nil {
		return err
	} else if !free {
		return &linkpack.TakenError{Index: i, Domain: c.Domain, ShortCode: c.ShortCode}
	}
	return b.codes().put(keys.Code(c.Domain, c.ShortCode), numberKey(l.Number))
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
	return b.codes().put(keys.Code(c.Domain, c.ShortCode), append(numberKey(l.Number), workspace...))
}

// hasCode reports whether a link has the code with a key.
func hasCode(l *linkpack.Link, key []byte) bool {
	return l.DeletedAt.IsZero() && slices.ContainsFunc(l.Codes(), func(c linkpack.Alias) bool {
		return bytes.Equal(keys.Code(c.Domain, c.ShortCode), key)
	})
}
