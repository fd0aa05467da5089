package linkbreakersv1

import (
	"context"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// wireDomain is a domain as it is sent to clients.
type wireDomain struct {
	ID              string     `json:"id"`
	WorkspaceID     string     `json:"workspaceId"`
	Name            string     `json:"name"`
	RootDestination string     `json:"rootDestination,omitempty"`
	Status          string     `json:"status"`
	ActivatedAt     *time.Time `json:"activatedAt,omitempty"`
	LastCheckedAt   *time.Time `json:"lastCheckedAt,omitempty"`
	CreatedAt       time.Time  `json:"createdAt"`
}

// oneDomain and manyDomains are answers.
type (
	oneDomain struct {
		CustomDomain wireDomain `json:"customDomain"`
	}
	manyDomains struct {
		CustomDomains []wireDomain `json:"customDomains"`
	}
)

// domainOf returns a domain as it is sent to clients.
func domainOf(d *linkpack.Domain) wireDomain {
	return wireDomain{
		ID: d.ID, WorkspaceID: d.Workspace, Name: d.Host, RootDestination: d.RootURL, Status: statusOf(d.Status),
		ActivatedAt: orAbsent(d.ActivatedAt), LastCheckedAt: orAbsent(d.CheckedAt), CreatedAt: d.CreatedAt,
	}
}

// domainFields lists the fields of a domain that a client may set.
func domainFields(d *linkpack.Domain) []field {
	return []field{
		{"name", "host", &d.Host},
		{"rootDestination", "root_url", &d.RootURL},
	}
}

// writeDomain answers with a domain, or returns the error of the call that returned it.
func writeDomain(w http.ResponseWriter, d *linkpack.Domain, err error) error {
	if err != nil {
		return domainInWords(err)
	}
	return httpadapter.WriteJSON(w, http.StatusOK, oneDomain{domainOf(d)})
}

// domainInWords returns an engine's error with the names that the API has for the
// fields of a domain.
func domainInWords(err error) error {
	names := domainFields(new(linkpack.Domain))
	return httpadapter.RenameFields(httpadapter.DomainProblem(err, "name"), func(engine string) string { return nameIn(names, engine) })
}

// domains serves "GET /v1/custom-domains".
func (h *handlers) domains(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	status, err := params.domainStatus()
	if err != nil {
		return err
	}
	found, err := h.shortener.Domains(r.Context(), p.Workspace)
	list := make([]wireDomain, 0, len(found))
	for _, d := range found {
		if wire := domainOf(d); status == "" || wire.Status == status {
			list = append(list, wire)
		}
	}
	return httpadapter.WriteList(w, manyDomains{list}, err)
}

// createDomain serves "POST /v1/custom-domains".
func (h *handlers) createDomain(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	wanted := linkpack.Domain{Workspace: p.Workspace}
	if err := sent.set(domainFields(&wanted)); err != nil {
		return err
	}
	made, err := h.shortener.CreateDomain(r.Context(), wanted)
	return writeDomain(w, made, err)
}

// domain serves "GET /v1/custom-domains/{id}".
func (h *handlers) domain(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	found, err := h.shortener.Domain(r.Context(), p.Workspace, r.PathValue("id"))
	return writeDomain(w, found, err)
}

// changeDomain serves "PATCH /v1/custom-domains/{id}".
func (h *handlers) changeDomain(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	delete(sent, "name") // a domain keeps it
	changed, err := h.shortener.UpdateDomain(r.Context(), p.Workspace, r.PathValue("id"), func(d *linkpack.Domain) error {
		return sent.set(domainFields(d))
	})
	return writeDomain(w, changed, err)
}

// deleteDomain serves "DELETE /v1/custom-domains/{id}".
func (h *handlers) deleteDomain(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	if err := h.shortener.DeleteDomain(r.Context(), p.Workspace, r.PathValue("id")); err != nil {
		return domainInWords(err)
	}
	return httpadapter.WriteJSON(w, http.StatusOK, nothing{})
}

// addDomains adds the custom domains of links.
func (h *handlers) addDomains(_ context.Context, shown []wireLink, links []*linkpack.Link) error {
	for i, link := range links {
		if d, ok := h.shortener.LinkDomain(link); ok && d.ID != "" {
			own := domainOf(&d)
			shown[i].CustomDomain = &own
		}
	}
	return nil
}
