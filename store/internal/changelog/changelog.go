// Package changelog makes rows of the change log for the stores of this module. The
// store sets Seq and writes the row in the transaction of the change.
package changelog

import (
	"cmp"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Created returns the row of a link that was created.
func Created(l *linkpack.Link) linkpack.Change {
	return ofLink(linkpack.ActionCreate, l, l.Codes())
}

// Updated returns the row of a link that was changed. Its codes are those of l and
// of the version before.
func Updated(old, l *linkpack.Link) linkpack.Change {
	codes := l.Codes()
	for _, code := range old.Codes() {
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return ofLink(actionOf(old, l), l, codes)
}

// actionOf returns what a change of a link did to it.
func actionOf(old, l *linkpack.Link) linkpack.Action {
	switch was, is := !old.DeletedAt.IsZero(), !l.DeletedAt.IsZero(); {
	case was == is:
		return linkpack.ActionUpdate
	case is:
		return linkpack.ActionDelete
	default:
		return linkpack.ActionRestore
	}
}

// Removed returns the row of a link that was removed.
func Removed(l *linkpack.Link, edit linkpack.Edit) linkpack.Change {
	action := linkpack.ActionDelete
	if !l.DeletedAt.IsZero() {
		action = linkpack.ActionRemove
	}
	c := ofLink(action, l, l.Codes())
	c.Time, c.Actor, c.Workspace = edit.Time, edit.Actor, cmp.Or(edit.Workspace, c.Workspace)
	return c
}

func ofLink(action linkpack.Action, l *linkpack.Link, codes []linkpack.Alias) linkpack.Change {
	return linkpack.Change{
		Time: l.UpdatedAt, Actor: l.UpdatedBy, Workspace: cmp.Or(l.Workspace, linkpack.DefaultWorkspace),
		Kind: linkpack.KindLink, ID: l.ID, Action: action, Revision: uint64(l.Revision), Codes: codes,
	}
}

// OfDocument returns the row of a document that was written.
func OfDocument(action linkpack.Action, d *linkpack.Document, edit linkpack.Edit) linkpack.Change {
	return linkpack.Change{
		Time: edit.Time, Actor: edit.Actor, Workspace: cmp.Or(edit.Workspace, d.Workspace),
		Kind: d.Kind, ID: d.ID, Action: action, Revision: d.Revision,
	}
}

// OfVisitor returns the row of a visitor that was written.
func OfVisitor(action linkpack.Action, v *linkpack.Visitor, edit linkpack.Edit) linkpack.Change {
	return linkpack.Change{
		Time: edit.Time, Actor: edit.Actor, Workspace: cmp.Or(edit.Workspace, v.Workspace, linkpack.DefaultWorkspace),
		Kind: linkpack.KindVisitor, ID: v.ID, Action: action, Revision: v.Revision,
	}
}
