package linkbreakersv1

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// create serves "POST /v1/links".
func (h *handlers) create(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	link, err := sent.newLink(p.Workspace)
	if err != nil {
		return err
	}
	made, err := h.shortener.CreateLink(r.Context(), link)
	if err != nil {
		return inWords(err)
	}
	shown, err := h.showNew(r.Context(), []*linkpack.Link{made}, includeSignedURL)
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, createdLink{shown[0], workflow(made)})
}

// newLink returns the link to be made.
func (v values) newLink(workspace string) (linkpack.Link, error) {
	link := linkpack.Link{Workspace: workspace}
	if err := v.checkServed(); err != nil {
		return link, err
	}
	return link, errors.Join(v.readID(&link), v.apply(&link))
}

// link serves "GET /v1/links/{id}".
func (h *handlers) link(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	included, err := params.includes()
	if err != nil {
		return err
	}
	link, err := h.shortener.Link(r.Context(), p.Workspace, r.PathValue("id"))
	if err != nil {
		return err
	}
	shown, err := h.show(r.Context(), []*linkpack.Link{link}, append(included, includeSignedURL)...)
	return writeLink(w, shown, err)
}

// change serves "PATCH /v1/links/{id}".
func (h *handlers) change(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	if err := sent.checkServed(); err != nil {
		return err
	}
	link, err := h.shortener.UpdateLink(r.Context(), p.Workspace, r.PathValue("id"), func(link *linkpack.Link) error {
		return h.applyTo(link, sent)
	})
	if err != nil {
		return inWords(err)
	}
	shown, err := h.show(r.Context(), []*linkpack.Link{link})
	return writeLink(w, shown, err)
}

// applyTo sets the sent fields of a stored link.
func (h *handlers) applyTo(link *linkpack.Link, sent values) error {
	old := linkpack.Alias{Domain: link.Domain, ShortCode: link.ShortCode}
	var noTags, noDirectory, noTemplate bool
	err := errors.Join(
		sent.apply(link), sent.read("tagsDelete", &noTags),
		sent.read("directoryIdDelete", &noDirectory), sent.read("qrcodeTemplateIdDelete", &noTemplate),
	)
	if err != nil {
		return err
	}
	if noTags {
		link.Tags = nil
	}
	if noDirectory {
		link.GroupID = ""
	}
	if d, ok := h.shortener.LinkDomain(link); ok {
		link.Domain = d.Host // not its id
	}
	if noTemplate {
		link.Template = ""
	}
	h.keepShortlink(link, old)
	return nil
}

// keepShortlink keeps the shortlink that a link gives up as an alias. Where case does
// not matter, the same shortlink in another case is not given up.
func (h *handlers) keepShortlink(link *linkpack.Link, old linkpack.Alias) {
	folds := h.foldsCase(link)
	isNow := func(a linkpack.Alias) bool {
		return a.Domain == link.Domain && (a.ShortCode == link.ShortCode || folds && strings.EqualFold(a.ShortCode, link.ShortCode))
	}
	if isNow(old) {
		return
	}
	link.Aliases = append(slices.DeleteFunc(link.Aliases, isNow), old)
}

// foldsCase reports whether the case of shortlinks does not matter on a link's domain.
func (h *handlers) foldsCase(link *linkpack.Link) bool {
	d, _ := h.shortener.LinkDomain(link)
	return d.FoldCase
}

// writeLink answers with the only one of shown links. err is that of showing it.
func writeLink(w http.ResponseWriter, shown []wireLink, err error) error {
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, oneLink{shown[0]})
}

// remove serves "DELETE /v1/links/{id}".
func (h *handlers) remove(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	if err := h.shortener.DeleteLink(r.Context(), p.Workspace, r.PathValue("id")); err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, nothing{}) // SDKs cannot read an empty body
}
