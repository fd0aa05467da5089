package linkbreakersv1

import (
	"errors"
	"net/http"
	"net/url"
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
	return httpadapter.WriteJSON(w, http.StatusOK, oneLink{h.wire(made)})
}

// newLink returns the link to be made.
func (v values) newLink(workspace string) (linkpack.Link, error) {
	link := linkpack.Link{Workspace: workspace}
	if err := v.checkServed(); err != nil {
		return link, err
	}
	return link, v.apply(&link)
}

// link serves "GET /v1/links/{id}".
func (h *handlers) link(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	link, err := h.shortener.Link(r.Context(), p.Workspace, r.PathValue("id"))
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, oneLink{h.wire(link)})
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
	noTags, noTemplate := false, false
	if err := errors.Join(sent.read("tagsDelete", &noTags), sent.read("qrcodeTemplateIdDelete", &noTemplate)); err != nil {
		return err
	}
	link, err := h.shortener.UpdateLink(r.Context(), p.Workspace, r.PathValue("id"), func(link *linkpack.Link) error {
		old := linkpack.Alias{Domain: link.Domain, ShortCode: link.ShortCode}
		if err := sent.apply(link); err != nil {
			return err
		}
		if noTags {
			link.Tags = nil
		}
		if noTemplate {
			link.Template = ""
		}
		h.keepShortlink(link, old)
		return nil
	})
	if err != nil {
		return inWords(err)
	}
	return httpadapter.WriteJSON(w, http.StatusOK, oneLink{h.wire(link)})
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
	short, err := url.Parse(h.shortener.URL(link))
	return err == nil && h.shortener.DomainAt(short.Host).FoldCase
}

// remove serves "DELETE /v1/links/{id}".
func (h *handlers) remove(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	if err := h.shortener.DeleteLink(r.Context(), p.Workspace, r.PathValue("id")); err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, nothing{}) // SDKs cannot read an empty body
}
