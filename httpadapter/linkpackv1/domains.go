package linkpackv1

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// domain is a domain as it is sent to clients.
type domain struct {
	ID           string                `json:"id"`
	Host         string                `json:"host"`
	Status       linkpack.DomainStatus `json:"status"`
	Challenge    linkpack.Challenge    `json:"challenge"`
	FoldCase     bool                  `json:"fold_case"`
	UnicodeCodes bool                  `json:"unicode_codes"`
	NotFoundURL  *string               `json:"not_found_url"`
	RootURL      *string               `json:"root_url"`
	FallbackURL  *string               `json:"fallback_url"`
	CreatedAt    time.Time             `json:"createdAt"`
	VerifiedAt   *time.Time            `json:"verifiedAt"`
	ActivatedAt  *time.Time            `json:"activatedAt"`
	CheckedAt    *time.Time            `json:"checkedAt"`
}

func domainOf(d *linkpack.Domain) domain {
	return domain{
		ID: d.ID, Host: d.Host, Status: d.Status, Challenge: d.Challenge, FoldCase: d.FoldCase, UnicodeCodes: d.UnicodeCodes,
		NotFoundURL: orNull(d.NotFoundURL), RootURL: orNull(d.RootURL), FallbackURL: orNull(d.FallbackURL),
		CreatedAt: d.CreatedAt, VerifiedAt: orNull(d.VerifiedAt), ActivatedAt: orNull(d.ActivatedAt), CheckedAt: orNull(d.CheckedAt),
	}
}

// domainFields lists the fields of a domain that a client may set.
func domainFields(d *linkpack.Domain) []field {
	return []field{
		{"fold_case", &d.FoldCase},
		{"unicode_codes", &d.UnicodeCodes},
		{"not_found_url", &d.NotFoundURL},
		{"root_url", &d.RootURL},
		{"fallback_url", &d.FallbackURL},
	}
}

// settableOfDomain lists the names of these fields.
func settableOfDomain() []string { return namesOf(domainFields(new(linkpack.Domain)), "host") }

// readDomain reads the fields of a domain.
func (h *handlers) readDomain(r *http.Request) (map[string]json.RawMessage, error) {
	var values map[string]json.RawMessage
	if err := httpadapter.ReadJSON(r, &values); err != nil {
		return nil, err
	}
	known := newVocabulary(append(settableOfDomain(), unsettableOfDomain()...)...)
	return values, h.strictness.object(values, known)
}

func writeDomain(w http.ResponseWriter, d *linkpack.Domain, err error) error {
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, domainOf(d))
}

// domains serves "GET /api/v1/domains".
func (h *handlers) domains(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	found, err := h.shortener.Domains(r.Context(), p.Workspace)
	list := make([]domain, len(found))
	for i, d := range found {
		list[i] = domainOf(d)
	}
	return httpadapter.WriteList(w, map[string]any{"domains": list}, err)
}

// createDomain serves "POST /api/v1/domains".
func (h *handlers) createDomain(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	values, err := h.readDomain(r)
	if err != nil {
		return err
	}
	if err := h.strictness.unset(values, unsettableOfDomain()); err != nil {
		return err
	}
	wanted := linkpack.Domain{Workspace: p.Workspace}
	if err := set(append(domainFields(&wanted), field{"host", &wanted.Host}), values); err != nil {
		return err
	}
	made, err := h.shortener.CreateDomain(r.Context(), wanted)
	return writeDomain(w, made, httpadapter.DomainProblem(err, "host"))
}

// domain serves "GET /api/v1/domains/{host}".
func (h *handlers) domain(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	found, err := h.shortener.Domain(r.Context(), p.Workspace, r.PathValue("host"))
	return writeDomain(w, found, err)
}

// changeDomain serves "PATCH /api/v1/domains/{host}".
func (h *handlers) changeDomain(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	values, err := h.readDomain(r)
	if err != nil {
		return err
	}
	changed, err := h.shortener.UpdateDomain(r.Context(), p.Workspace, r.PathValue("host"), func(d *linkpack.Domain) error {
		if err := h.strictness.unchanged(values, append(unsettableOfDomain(), "host"), domainOf(d)); err != nil {
			return err
		}
		return set(domainFields(d), values)
	})
	return writeDomain(w, changed, err)
}

// removeDomain serves "DELETE /api/v1/domains/{host}".
func (h *handlers) removeDomain(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	if err := h.shortener.DeleteDomain(r.Context(), p.Workspace, r.PathValue("host")); err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, removed{Success: true})
}

// verifyDomain serves "POST /api/v1/domains/{host}/verify".
func (h *handlers) verifyDomain(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	verified, err := h.shortener.VerifyDomain(r.Context(), p.Workspace, r.PathValue("host"))
	return writeDomain(w, verified, httpadapter.DomainProblem(err, "host"))
}
