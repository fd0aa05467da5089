package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// removedAtOnce is the most links that DeleteWorkspace removes in one transaction.
const removedAtOnce = 250

// DeleteWorkspace removes a workspace with all that it owns: tokens, links with their
// history, groups, designs, templates, webhooks, visitors, domains and clicks with their
// statistics.
//
// First it marks the workspace as deleted. From then on its tokens are refused, its
// links answer "gone" and nothing can be created in it. Lists show what is not removed
// yet, then nothing; methods that need the workspace itself return ErrNotFound. Other
// Shorteners see this within a second. Then DeleteWorkspace removes the rest in many
// short transactions. If it returns an error, such as that of ctx, or the process ends
// before, call it again to continue; [Shortener.Workspaces] lists the workspace until
// all is removed. Calling it once more after that is no error, and erases clicks that
// other Shorteners recorded in that second.
//
// The codes of the links stay gone and are never given again. Hosts of domains are free
// for other workspaces. The ID of the workspace is not: CreateWorkspace returns
// ErrExists for it, since whoever had it again would own what is left of the old one.
// Rows of the change log stay until they are trimmed; see also [Shortener.EraseClicks]
// for what stays of clicks.
//
// DeleteWorkspace returns ErrNotFound for an unknown workspace and a [FieldError] for
// [DefaultWorkspace], which every store has. Damaged links and documents are left, with
// an error that wraps [ErrDamaged]. A damaged domain is left without an error, since
// whose it is cannot be read.
func (s *Shortener) DeleteWorkspace(ctx context.Context, id string) error {
	if err := permitOperator(ctx); err != nil {
		return err
	}
	if TransactionOf(ctx) != nil {
		return ErrTransaction
	}
	if cmp.Or(id, DefaultWorkspace) == DefaultWorkspace {
		return invalid("id", "the default workspace cannot be deleted")
	}
	if err := s.markDeleted(ctx, id); err != nil {
		return err
	}
	var faults []error
	for _, remove := range []func(context.Context, string) error{s.removeDocuments, s.removeEveryVisitor, s.removeEveryLink, s.removeDomains, s.removeClicks} {
		err := remove(ctx, id)
		faults = append(faults, err)
		if err != nil && !errors.Is(err, ErrDamaged) {
			break
		}
	}
	if err := errors.Join(faults...); err != nil {
		return fmt.Errorf("deleting workspace %q: %w", id, err)
	}
	return s.markEmptied(ctx, id)
}

// markDeleted marks a workspace as deleted, unless it is already.
func (s *Shortener) markDeleted(ctx context.Context, id string) error {
	_, err := updateBody(ctx, s, KindWorkspace, "", id, s.edit(ctx, id), func(w *workspaceBody) ([]string, error) {
		if w.DeletedAt.IsZero() {
			w.DeletedAt = s.now()
		}
		return nil, nil
	})
	if err == nil {
		s.deleted.Store(strings.Clone(id), true) // id may be part of a request
		s.cache.InvalidateAll()
	}
	return err
}

// markEmptied leaves only what is needed so that the ID is not given again.
func (s *Shortener) markEmptied(ctx context.Context, id string) error {
	_, err := updateBody(ctx, s, KindWorkspace, "", id, s.edit(ctx, id), func(w *workspaceBody) ([]string, error) {
		*w = workspaceBody{Workspace: Workspace{ID: w.ID, CreatedAt: w.CreatedAt, DeletedAt: w.DeletedAt}, Emptied: true}
		return nil, nil
	})
	return err
}

// removeDocuments removes what a workspace owns beside links and domains.
func (s *Shortener) removeDocuments(ctx context.Context, workspace string) error {
	edit := s.edit(ctx, workspace)
	return errors.Join(
		s.removeKind(ctx, KindToken, workspace, edit),
		s.hideAll(ctx, workspace),
		s.removeKind(ctx, KindTemplate, workspace, edit),
		s.removeKind(ctx, KindDesign, workspace, edit),
		s.removeKind(ctx, KindGroup, workspace, edit),
		s.removeKind(ctx, kindDesignRevision, workspace, nil),
		s.removeKind(ctx, kindOnce, workspace, nil),
		s.removeKind(ctx, kindConversion, workspace, nil),
		s.removeRecords(ctx, workspace),
	)
}

// removeRecords removes what other packages keep in Records.
func (s *Shortener) removeRecords(ctx context.Context, workspace string) error {
	var faults []error
	for kind := range recordKinds() {
		r := s.Records(kind)
		faults = append(faults, s.removeKind(ctx, kind, workspace, r.edit(ctx, workspace)))
	}
	return errors.Join(faults...)
}

// removeKind removes a workspace's documents of a kind.
func (s *Shortener) removeKind(ctx context.Context, kind, workspace string, edit *Edit) error {
	last := ""
	var damage error
	for {
		documents, err := s.store.ListDocuments(ctx, kind, workspace, last, removedAtOnce)
		if err != nil && !errors.Is(err, ErrDamaged) {
			return err
		}
		damage = cmp.Or(damage, err)
		if len(documents) == 0 {
			return damage
		}
		for _, d := range documents {
			if err := s.store.DeleteDocument(ctx, kind, workspace, d.ID, edit); err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
			last = d.ID
		}
	}
}

// removeEveryLink removes a workspace's links, also those in the bin. It looks again
// until it finds none, since a link that was being written when it began can be one that
// it has passed.
func (s *Shortener) removeEveryLink(ctx context.Context, workspace string) error {
	for {
		removed, err := s.removeAllLinks(ctx, workspace)
		if err != nil || removed == 0 {
			return err
		}
	}
}

// removeAllLinks removes the links that it finds, page by page.
func (s *Shortener) removeAllLinks(ctx context.Context, workspace string) (removed int, err error) {
	query := LinkQuery{Workspace: workspace, Bin: WithBin, Limit: removedAtOnce}
	var damage error
	for {
		page, err := s.store.ListLinks(ctx, query)
		if err != nil && !errors.Is(err, ErrDamaged) {
			return removed, err
		}
		damage = cmp.Or(damage, err)
		n, err := s.removePage(ctx, workspace, page.Links)
		removed += n
		if err != nil || page.Next == "" {
			return removed, cmp.Or(err, damage)
		}
		query.Cursor = page.Next
	}
}

// removePage removes links for good in one transaction. It passes over those that were
// deleted in the meantime.
func (s *Shortener) removePage(ctx context.Context, workspace string, links []*Link) (removed int, err error) {
	defer s.forget(links...)
	ids := idsOf(links)
	for len(ids) > 0 {
		err := s.store.DeleteLinks(ctx, workspace, *s.edit(ctx, workspace), ids...)
		at, ok := errors.AsType[*IndexError](err)
		if !ok || !errors.Is(err, ErrNotFound) {
			return len(ids), err
		}
		ids = slices.Delete(ids, at.Index, at.Index+1)
	}
	return 0, nil
}

// removeDomains removes a workspace's domains, but those that are damaged: whose they are
// cannot be read.
func (s *Shortener) removeDomains(ctx context.Context, workspace string) error {
	if err := s.endClaims(ctx); err != nil {
		return err
	}
	domains, err := s.Domains(ctx, workspace)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	for _, d := range domains {
		if err := s.DeleteDomain(ctx, workspace, d.Host); err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	return nil
}

// removeClicks erases the clicks and figures of a workspace's links, which are deleted.
func (s *Shortener) removeClicks(ctx context.Context, workspace string) error {
	numbers, err := s.store.DeletedLinks(ctx, workspace)
	if err != nil || len(numbers) == 0 {
		return err
	}
	return s.recorder.EraseClicks(ctx, numbers)
}
