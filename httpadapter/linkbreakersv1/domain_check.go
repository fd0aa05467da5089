package linkbreakersv1

import (
	"net/http"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// The statuses of a domain that are answered.
const (
	statusNew     = "STATUS_INACTIVE"             // not checked yet
	statusPending = "STATUS_VERIFICATION_PENDING" // checked, and the record was not there
	statusActive  = "STATUS_ACTIVE"
)

// statuses lists the statuses that a client may ask for. No domain has the last two,
// since neither whether the host points to this server nor its certificate is checked.
func statuses() []string {
	return []string{statusNew, statusPending, statusActive, "STATUS_DOMAIN_PENDING", "STATUS_CERTIFICATE_PENDING"}
}

// statusOf returns a status as it is sent to clients.
func statusOf(status linkpack.DomainStatus) string {
	switch status {
	case linkpack.DomainActive:
		return statusActive
	case linkpack.DomainFailed:
		return statusPending
	default:
		return statusNew
	}
}

// domainStatus reads the status of the domains that a list has, or "" for all.
func (p parameters) domainStatus() (string, error) {
	status, err := p.text("status")
	if err != nil || status == "" || status == "STATUS_UNSPECIFIED" {
		return "", err
	}
	if !slices.Contains(statuses(), status) {
		return "", &linkpack.FieldError{Field: "status", Reason: "must be one of " + strings.Join(statuses(), ", ")}
	}
	return status, nil
}

// checkDomain serves "POST /v1/custom-domains/{id}/check", which has no body.
func (h *handlers) checkDomain(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	checked, err := h.shortener.VerifyDomain(r.Context(), p.Workspace, r.PathValue("id"))
	return writeDomain(w, checked, err)
}

// wireValidation is a DNS record that the owner of a domain has to set.
type wireValidation struct {
	Name    string `json:"name"`
	Purpose string `json:"purpose"`
	Type    string `json:"type"`
	Value   string `json:"value"`
}

// manyValidations is an answer.
type manyValidations struct {
	Validations []wireValidation `json:"validations"`
}

// validations serves "GET /v1/custom-domains/{id}/validation_instructions".
func (h *handlers) validations(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	d, err := h.shortener.Domain(r.Context(), p.Workspace, r.PathValue("id"))
	if err != nil {
		return err
	}
	record := wireValidation{Name: d.Challenge.Name, Purpose: "PURPOSE_OWNERSHIP", Type: "TYPE_TXT", Value: d.Challenge.Value}
	return httpadapter.WriteJSON(w, http.StatusOK, manyValidations{[]wireValidation{record}})
}
