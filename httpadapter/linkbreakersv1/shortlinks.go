package linkbreakersv1

import (
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// availability says whether a new link can have a shortlink and, as our addition, why
// not.
type availability struct {
	Available bool   `json:"available"`
	Reason    string `json:"reason,omitempty"`
}

// freeShortlink is a shortlink that no link has.
type freeShortlink struct {
	Shortlink string `json:"shortlink"`
}

// shortlinkAvailability serves "GET /v1/links/shortlink-availability". A shortlink that
// no link can have is not available either, so that a form can ask while its user types.
func (h *handlers) shortlinkAvailability(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	shortlink, err := params.text("shortlink")
	if err != nil {
		return err
	}
	if shortlink == "" {
		return &linkpack.FieldError{Field: "shortlink", Reason: "is required"}
	}
	domain, err := params.text("customDomainId")
	if err != nil {
		return err
	}
	err = inWords(h.shortener.CheckCode(r.Context(), p.Workspace, domain, shortlink))
	reason := whyUnavailable(err)
	if err != nil && reason == "" {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, availability{Available: err == nil, Reason: reason})
}

// whyUnavailable returns what is wrong with a shortlink, or "" for an error that is not
// about it alone.
func whyUnavailable(err error) string {
	fields := httpadapter.ProblemOf(err).Fields
	if len(fields) == 1 && fields[0].Field == "shortlink" {
		return fields[0].Reason
	}
	return ""
}

// randomShortlink serves "GET /v1/links/shortlink-random".
func (h *handlers) randomShortlink(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	shortlink, err := h.shortener.NewCode(r.Context(), p.Workspace, "")
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, freeShortlink{shortlink})
}
