package linkbreakersv1

import (
	"errors"
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// identified and succeeded are answers.
type (
	identified struct {
		Created bool         `json:"created"`
		Visitor *wireVisitor `json:"visitor"`
	}
	succeeded struct {
		Success bool `json:"success"`
	}
	attributeKeys struct {
		AttributeKeys []string `json:"attributeKeys"`
	}
)

// identify serves "POST /v1/visitor/identify".
func (h *handlers) identify(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	who := linkpack.Identification{Workspace: p.Workspace}
	who.Attributes, err = sent.visitorData()
	if err := errors.Join(err, sent.read("lbid", &who.Click), sent.read("setOnce", &who.SetOnce)); err != nil {
		return err
	}
	visitor, created, err := h.shortener.IdentifyVisitor(r.Context(), who)
	if err != nil {
		return sayNoClick(inWordsOfVisitors(err))
	}
	return httpadapter.WriteJSON(w, http.StatusOK, identified{created, h.visitorOf(p, visitor)})
}

// visitorData reads {"visitor": {"data": {…}}}. Attributes are named by those who made
// them, so the spelling of their names is kept.
func (v values) visitorData() (attributes map[string]any, err error) {
	visitor, err := v.object("visitor")
	if err != nil {
		return nil, err
	}
	return attributes, inside("visitor", visitor.read("data", &attributes))
}

// inWordsOfVisitors returns an engine's error with the names that the API has.
func inWordsOfVisitors(err error) error {
	return httpadapter.RenameFields(err, func(engine string) string {
		if attribute, ok := strings.CutPrefix(engine, "attributes"); ok {
			return "visitor.data" + attribute
		}
		if engine == "click" {
			return "lbid"
		}
		return engine
	})
}

// visitor serves "GET /v1/visitors/{id}". The visitor is the answer itself.
func (h *handlers) visitor(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	included, err := params.visitorIncludes()
	if err != nil {
		return err
	}
	visitor, err := h.shortener.Visitor(r.Context(), p.Workspace, r.PathValue("id"))
	if err != nil {
		return err
	}
	shown, err := h.showVisitor(r.Context(), p, visitor, included)
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, shown)
}

// changeVisitor serves "PATCH /v1/visitors/{id}". Other attributes stay, and null removes
// one.
func (h *handlers) changeVisitor(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	attributes, err := sent.visitorData()
	if err != nil {
		return err
	}
	visitor, err := h.shortener.UpdateVisitor(r.Context(), p.Workspace, r.PathValue("id"), attributes)
	if errors.Is(err, linkpack.ErrExists) {
		return &httpadapter.Problem{
			Status: http.StatusConflict, Err: err, Message: "another visitor has this e-mail address",
			Fields: []linkpack.FieldError{{Field: "visitor.data[" + linkpack.AttributeEmail + "]", Reason: "is taken"}},
		}
	}
	if err != nil {
		return inWordsOfVisitors(err)
	}
	shown, err := h.showVisitor(r.Context(), p, visitor, nil)
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, shown)
}

// deleteVisitor serves "DELETE /v1/visitors/{id}".
func (h *handlers) deleteVisitor(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	if err := h.shortener.DeleteVisitor(r.Context(), p.Workspace, r.PathValue("id")); err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, succeeded{true})
}

// attributes serves "GET /v1/visitors/attributes".
func (h *handlers) attributes(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	link, err := h.linkParameter(r.Context(), params, p)
	if err != nil {
		return err
	}
	keys, err := h.shortener.VisitorAttributes(r.Context(), p.Workspace, link)
	if keys == nil {
		keys = []string{}
	}
	return httpadapter.WriteList(w, attributeKeys{keys}, err)
}

// deleteAttribute serves "DELETE /v1/visitors/{id}/attributes/{attributeKey}". Attributes
// that the API has as fields may be named without their $.
func (h *handlers) deleteAttribute(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	key := r.PathValue("attributeKey")
	_, err := h.shortener.DeleteVisitorAttribute(r.Context(), p.Workspace, r.PathValue("id"), key)
	if errors.Is(err, linkpack.ErrNotFound) && !strings.HasPrefix(key, "$") {
		_, err = h.shortener.DeleteVisitorAttribute(r.Context(), p.Workspace, r.PathValue("id"), "$"+key)
	}
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, succeeded{true})
}
