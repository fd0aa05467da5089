package linkbreakersv1

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// templates serves "GET /v1/qrcode-templates".
func (h *handlers) templates(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	query, err := readTemplateQuery(r, "qrcode-templates", p.Workspace, "qrcodeDesign")
	if err != nil {
		return err
	}
	all, damage := h.shortener.Templates(r.Context(), p.Workspace)
	page, next := query.page(all)
	answer := manyTemplates{QRCodeTemplates: make([]wireTemplate, len(page)), wirePage: next}
	for i, t := range page {
		answer.QRCodeTemplates[i] = templateOf(t)
		if query.include {
			if answer.QRCodeTemplates[i], err = h.wholeTemplate(r.Context(), t); err != nil {
				return err
			}
		}
	}
	return httpadapter.WriteList(w, answer, damage)
}

// publicTemplates serves "GET /v1/public/qrcode-templates".
func (h *handlers) publicTemplates(w http.ResponseWriter, r *http.Request, _ linkpack.Principal) error {
	query, err := readTemplateQuery(r, "public-qrcode-templates", "", "workspace")
	if err != nil {
		return err
	}
	all, damage := h.shortener.PublicTemplates(r.Context())
	page, next := query.page(all)
	answer := publicTemplates{QRCodeTemplates: make([]wirePublicTemplate, len(page)), wirePage: next}
	for i, t := range page {
		answer.QRCodeTemplates[i] = publicTemplateOf(t)
	}
	return httpadapter.WriteList(w, answer, damage)
}

// publicTemplate serves "GET /v1/public/qrcode-templates/{slug}". The answer is the
// template itself.
func (h *handlers) publicTemplate(w http.ResponseWriter, r *http.Request, _ linkpack.Principal) error {
	found, err := h.shortener.PublicTemplate(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, publicTemplateOf(found))
}

// templateQuery selects a page of a list of templates.
type templateQuery struct {
	list, owner string // of the list; see nextPageToken
	after       string // the ID before the page
	size        int
	search      string // in names and descriptions, in small letters
	workspace   string // of public templates; "" means all
	include     bool   // whether what the list knows to include was asked for
}

// readTemplateQuery reads the query of a list that can include one thing.
func readTemplateQuery(r *http.Request, list, owner, includable string) (*templateQuery, error) {
	params, err := readParameters(r)
	if err != nil {
		return nil, err
	}
	q := &templateQuery{list: list, owner: owner}
	if q.size, err = params.pageSize(20, 1000); err != nil {
		return nil, err
	}
	if q.after, err = params.pageToken(list, owner); err != nil {
		return nil, err
	}
	if q.search, err = params.text("search"); err != nil {
		return nil, err
	}
	q.search = strings.ToLower(q.search)
	if q.workspace, err = params.text("workspaceId"); err != nil {
		return nil, err
	}
	for _, name := range params.list("include") {
		if camelCase(name) != includable {
			return nil, &linkpack.FieldError{Field: "include", Reason: fmt.Sprintf("%.80q is not %s", name, includable)}
		}
		q.include = true
	}
	return q, nil
}

// page returns the templates of the page, and where the next one begins.
func (q *templateQuery) page(all []*linkpack.Template) ([]*linkpack.Template, wirePage) {
	all = slices.DeleteFunc(all, func(t *linkpack.Template) bool {
		return t.ID <= q.after || q.workspace != "" && t.Workspace != q.workspace ||
			!strings.Contains(strings.ToLower(t.Name+"\n"+t.Description), q.search)
	})
	if len(all) <= q.size {
		return all, wirePage{}
	}
	return all[:q.size], wirePage{NextPageToken: nextPageToken(q.list, q.owner, all[q.size-1].ID), HasMore: true}
}
