package linkpackv1

import (
	"context"
	"errors"
	"iter"
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// whereParameters are the parameters of a change or deletion by a query.
func whereParameters() []string {
	return []string{"search", "tag", "group", "domain", "archived", "cursor", "limit", "expected", "dryRun"}
}

// changeWhere serves "PATCH /api/v1/links".
func (h *handlers) changeWhere(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := h.readForAll(r)
	if err != nil {
		return err
	}
	return h.handleWhere(w, r, p, sent, func(ctx context.Context, query linkpack.LinkQuery) iter.Seq2[linkpack.LinkBatch, error] {
		return h.shortener.UpdateLinksWhere(ctx, query, sent.apply)
	})
}

// removeWhere serves "DELETE /api/v1/links".
func (h *handlers) removeWhere(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	return h.handleWhere(w, r, p, new(sentFields), h.shortener.DeleteLinksWhere)
}

// handleWhere counts the links that match, or handles the next of them.
func (h *handlers) handleWhere(w http.ResponseWriter, r *http.Request, p linkpack.Principal, sent *sentFields, start func(context.Context, linkpack.LinkQuery) iter.Seq2[linkpack.LinkBatch, error]) error {
	where, err := readWhere(r)
	if err != nil {
		return err
	}
	where.query.Workspace = p.Workspace
	if where.query.Cursor == "" {
		n, damage := h.shortener.CountLinks(r.Context(), where.query)
		if damage != nil && !errors.Is(damage, linkpack.ErrDamaged) {
			return damage
		}
		if where.dryRun {
			return httpadapter.WriteList(w, changedWhere{Matched: n, Failed: []failedLink{}}, damage)
		}
		if n != where.expected {
			return unexpected(n)
		}
	}
	next, stop := iter.Pull2(start(r.Context(), where.query))
	defer stop()
	batch, damage, _ := next()
	if damage != nil && !errors.Is(damage, linkpack.ErrDamaged) {
		return damage
	}
	answer, internal := sent.answer(batch)
	answer.NextCursor = where.seal(batch.Next)
	return errors.Join(httpadapter.WriteList(w, answer, damage), internal) // which is logged, since the answer has begun
}

// readForAll reads fields that are set on several links.
func (h *handlers) readForAll(r *http.Request) (*sentFields, error) {
	sent, err := h.read(r, false)
	if err != nil {
		return nil, err
	}
	if err := h.strictness.unset(sent.values, unsettable()); err != nil {
		return nil, err
	}
	for _, name := range []string{"shortCode", "short_code", "aliases"} {
		if _, set := sent.values[name]; set {
			return nil, &linkpack.FieldError{Field: name, Reason: "must be different for each link; change links one by one"}
		}
	}
	return sent, sent.apply(new(linkpack.Link)) // so that a wrong type is told once
}

// answer returns what was done with a batch, and the errors of links that are not the
// client's.
func (s *sentFields) answer(batch linkpack.LinkBatch) (answer changedWhere, internal error) {
	answer = changedWhere{Matched: batch.Matched, Changed: batch.Changed, Failed: make([]failedLink, len(batch.Failed))}
	for i, failed := range batch.Failed {
		p := httpadapter.ProblemOf(s.rename(failed.Err))
		if p.Status >= http.StatusInternalServerError {
			internal = errors.Join(internal, failed.Err)
		}
		answer.Failed[i] = failedLink{ID: failed.ID, problem: problemBody(p)}
	}
	return answer, internal
}
