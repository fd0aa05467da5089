package linkbreakersv1

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// createTemplate serves "POST /v1/qrcode-templates".
func (h *handlers) createTemplate(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	template := linkpack.Template{Workspace: p.Workspace}
	if template.Design, err = sent.required("qrcodeDesignId"); err != nil {
		return err
	}
	if err := sent.changeTemplate(&template); err != nil {
		return err
	}
	made, err := h.shortener.CreateTemplate(r.Context(), template)
	return h.writeTemplate(w, r, made, err)
}

// templateFields lists the fields of a template that a client may set. tags are those of
// the template, separated by commas.
func templateFields(t *linkpack.Template, tags *string) []field {
	return []field{
		{"slug", "slug", &t.Slug},
		{"name", "name", &t.Name},
		{"description", "description", &t.Description},
		{"learnMore", "learn_more", &t.LearnMore},
		{"faq", "faq", &t.FAQ},
		{"tags", "tags", tags},
	}
}

// changeTemplate sets the sent fields of a template. null clears a field.
func (v values) changeTemplate(t *linkpack.Template) error {
	tags := strings.Join(t.Tags, ",")
	var faults []error
	for _, f := range templateFields(t, &tags) {
		if raw, sent := v[f.name]; sent {
			*f.target.(*string) = ""
			faults = append(faults, httpadapter.ReadField(f.name, raw, f.target))
		}
	}
	t.Tags = nil
	for tag := range strings.SplitSeq(tags, ",") {
		if tag = strings.TrimSpace(tag); tag != "" {
			t.Tags = append(t.Tags, tag)
		}
	}
	return errors.Join(faults...)
}

// template serves "GET /v1/qrcode-templates/{id}". The answer is the template itself.
func (h *handlers) template(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	found, err := h.shortener.Template(r.Context(), p.Workspace, r.PathValue("id"))
	if err != nil {
		return err
	}
	answer, err := h.wholeTemplate(r.Context(), found)
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, answer)
}

// updateTemplate serves "PATCH /v1/qrcode-templates/{id}".
func (h *handlers) updateTemplate(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	changed, err := h.shortener.UpdateTemplate(r.Context(), p.Workspace, r.PathValue("id"), sent.changeTemplate)
	return h.writeTemplate(w, r, changed, err)
}

// publishTemplate serves "POST /v1/qrcode-templates/{id}/publish".
func (h *handlers) publishTemplate(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	changed, err := h.shortener.UpdateTemplate(r.Context(), p.Workspace, r.PathValue("id"), func(t *linkpack.Template) error {
		if t.PublishedAt.IsZero() {
			t.PublishedAt = h.shortener.Now().UTC()
		}
		return nil
	})
	return h.writeTemplate(w, r, changed, err)
}

// removeTemplate serves "DELETE /v1/qrcode-templates/{id}".
func (h *handlers) removeTemplate(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	if err := h.shortener.DeleteTemplate(r.Context(), p.Workspace, r.PathValue("id")); err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, nothing{})
}

// importTemplate serves "POST /v1/qrcode-templates/import".
func (h *handlers) importTemplate(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	slug, err := sent.required("slug")
	if err != nil {
		return err
	}
	made, err := h.shortener.ImportTemplate(r.Context(), p.Workspace, slug)
	return h.writeTemplate(w, r, made, err)
}

// writeTemplate answers a template, unless there is an error.
func (h *handlers) writeTemplate(w http.ResponseWriter, r *http.Request, t *linkpack.Template, err error) error {
	if err != nil {
		return templateProblem(err)
	}
	whole, err := h.wholeTemplate(r.Context(), t)
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, oneTemplate{whole})
}

// templateProblem returns an engine's error with the names that the API has.
func templateProblem(err error) error {
	if errors.Is(err, linkpack.ErrExists) {
		return &httpadapter.Problem{
			Status: http.StatusConflict, Err: err, Message: "the slug of the template is taken",
			Fields: []linkpack.FieldError{{Field: "slug", Reason: "is taken"}},
		}
	}
	return httpadapter.RenameFields(err, templateField)
}

// templateField returns the name that the API has for a field of a template.
func templateField(engine string) string {
	if engine == "design" {
		return "qrcodeDesignId"
	}
	for _, f := range templateFields(new(linkpack.Template), new(string)) {
		if f.engine == engine {
			return f.name
		}
	}
	return engine
}

// wholeTemplate returns a template with its design, if that was not deleted.
func (h *handlers) wholeTemplate(ctx context.Context, t *linkpack.Template) (wireTemplate, error) {
	w := templateOf(t)
	var err error
	w.QRCodeDesign, err = h.designNamed(ctx, t.Workspace, t.Design)
	return w, err
}
