package linkbreakersv1

import (
	"encoding/json"
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// maxDesign limits the body of a request with an image. It leaves room for an image
// that is larger than allowed, so that the answer can name the field.
const maxDesign = 6 << 20

// createDesign serves "POST /v1/qrcode-designs" and "POST /v1/public/qrcode-designs".
func (h *handlers) createDesign(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	body, err := h.applyDesign(r.Context(), sent, new(qr.Design))
	if err != nil {
		return err
	}
	made, err := h.shortener.CreateDesign(r.Context(), linkpack.StoredDesign{Workspace: p.Workspace, Body: body})
	return writeDesign(w, made, designError(err))
}

// design serves "GET /v1/qrcode-designs/{id}".
func (h *handlers) design(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	found, err := h.shortener.Design(r.Context(), p.Workspace, r.PathValue("id"))
	return writeDesign(w, found, err)
}

// changeDesign serves "PATCH /v1/qrcode-designs/{id}".
func (h *handlers) changeDesign(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	changed, err := h.shortener.UpdateDesign(r.Context(), p.Workspace, r.PathValue("id"), func(d *linkpack.StoredDesign) error {
		design := new(qr.Design)
		if err := json.Unmarshal(d.Body, design); err != nil {
			return err
		}
		d.Body, err = h.applyDesign(r.Context(), sent, design)
		return err
	})
	return writeDesign(w, changed, designError(err))
}

// removeDesign serves "DELETE /v1/qrcode-designs/{id}".
func (h *handlers) removeDesign(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	if err := h.shortener.DeleteDesign(r.Context(), p.Workspace, r.PathValue("id")); err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, nothing{})
}

// applyTemplate serves "POST /v1/qrcode-designs/apply-template".
func (h *handlers) applyTemplate(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	link, err := sent.required("linkId")
	if err != nil {
		return err
	}
	slug, err := sent.required("templateSlug")
	if err != nil {
		return err
	}
	if link, err = h.linkID(r.Context(), p.Workspace, link); err != nil {
		return err
	}
	design, err := h.shortener.ApplyTemplate(r.Context(), p.Workspace, link, slug)
	return writeDesign(w, design, err)
}

// required reads a text that must not be empty.
func (v values) required(name string) (text string, err error) {
	if err := v.read(name, &text); err != nil {
		return "", err
	}
	if text == "" {
		return "", &linkpack.FieldError{Field: name, Reason: "is required"}
	}
	return text, nil
}

// writeDesign answers a design, unless there is an error.
func writeDesign(w http.ResponseWriter, d *linkpack.StoredDesign, err error) error {
	if err != nil {
		return err
	}
	design, err := designOf(d)
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, oneDesign{design, design})
}
