package linkbreakersv1

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// createdLink, oneStep and manySteps are answers.
type (
	createdLink struct {
		Link          wireLink   `json:"link"`
		WorkflowSteps []wireStep `json:"workflowSteps"`
	}
	oneStep struct {
		WorkflowStep wireStep `json:"workflowStep"`
	}
	manySteps struct {
		WorkflowSteps []wireStep `json:"workflowSteps"`
		NextPageToken string     `json:"nextPageToken"`
	}
)

// steps serves "GET /v1/links/{linkId}/workflow-steps".
func (h *handlers) steps(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	link, err := h.shortener.Link(r.Context(), p.Workspace, r.PathValue("linkId"))
	if err != nil {
		return err
	}
	page, err := pageOfSteps(link, params)
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, page)
}

// pageOfSteps returns the steps that a client asks for. A token tells how many are
// before the page.
func pageOfSteps(link *linkpack.Link, params parameters) (page manySteps, err error) {
	size, err := params.pageSize(1000, 1000)
	if err != nil {
		return page, err
	}
	list := "steps of " + link.ID
	token, err := params.pageToken(list, link.Workspace)
	if err != nil {
		return page, err
	}
	before := uint64(0)
	if token != "" {
		if before, err = strconv.ParseUint(token, 10, 31); err != nil {
			return page, &linkpack.FieldError{Field: "pageToken", Reason: "is not a nextPageToken of this list"}
		}
	}
	all := workflow(link)
	from := min(int(before), len(all))
	to := min(from+size, len(all))
	page.WorkflowSteps = all[from:to]
	if to < len(all) {
		page.NextPageToken = nextPageToken(list, link.Workspace, strconv.Itoa(to))
	}
	return page, nil
}

// step serves "GET /v1/links/{linkId}/workflow-steps/{id}".
func (h *handlers) step(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	link, err := h.shortener.Link(r.Context(), p.Workspace, r.PathValue("linkId"))
	if err != nil {
		return err
	}
	return writeStep(w, link, r.PathValue("id"))
}

// writeStep answers with a step of a link.
func writeStep(w http.ResponseWriter, link *linkpack.Link, id string) error {
	step, err := stepOf(link, id)
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, oneStep{step})
}

// stepOf returns a step of a link, or [linkpack.ErrNotFound].
func stepOf(link *linkpack.Link, id string) (wireStep, error) {
	all := workflow(link)
	at := slices.IndexFunc(all, func(s wireStep) bool { return s.ID == id })
	if at < 0 {
		return wireStep{}, fmt.Errorf("workflow step of link %s: %w", link.ID, linkpack.ErrNotFound)
	}
	return all[at], nil
}
