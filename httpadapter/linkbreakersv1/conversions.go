package linkbreakersv1

import (
	"cmp"
	_ "embed"
	"errors"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// maxConversion is the most bytes that the body of a conversion may have: the most that
// linkpack takes, with white space and escapes.
const maxConversion = 32 << 10

// conversionsScript is for pages that links lead to.
//
//go:embed conversions.js
var conversionsScript []byte

// oneConversion answers a conversion that was recorded. It has nothing that a page does
// not know anyway.
type oneConversion struct {
	Conversion wireConversion `json:"conversion"`
}

// wireConversion is a conversion as it is sent to clients.
type wireConversion struct {
	ID        string    `json:"id"`
	Kind      string    `json:"kind"`
	CreatedAt time.Time `json:"createdAt"`
}

// convert serves "POST /v1/conversions", which only this server has.
func (h *handlers) convert(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	c := linkpack.NewConversion{Workspace: p.Workspace}
	if err := sent.set(conversionFields(&c)); err != nil {
		return err
	}
	c.Click = cmp.Or(c.Click, httpadapter.LBID(r))
	made, err := h.shortener.RecordConversion(r.Context(), c)
	if err != nil {
		return sayNoClick(httpadapter.RenameFields(err, func(engine string) string { return nameIn(conversionFields(&c), engine) }))
	}
	return httpadapter.WriteJSON(w, http.StatusOK, oneConversion{wireConversion{made.ID, made.Converted.Kind, made.Time}})
}

// sayNoClick says more of the error that there is no click with an lbid.
func sayNoClick(err error) error {
	if errors.Is(err, linkpack.ErrNotFound) {
		return &httpadapter.Problem{Status: http.StatusNotFound, Message: "click not found: the lbid is not of this workspace, or the click was removed", Err: err}
	}
	return err
}

// conversionFields lists the fields of a conversion.
func conversionFields(c *linkpack.NewConversion) []field {
	return []field{
		{"lbid", "click", &c.Click},
		{"kind", "kind", &c.Kind},
		{"id", "id", &c.ID},
		{"value", "value", &c.Value},
		{"currency", "currency", &c.Currency},
		{"formResponses", "form_responses", &c.FormResponses},
		{"properties", "properties", &c.Properties},
	}
}

// script serves "GET /v1/conversions.js".
func (h *handlers) script(w http.ResponseWriter, _ *http.Request, _ linkpack.Principal) error {
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(conversionsScript) // a client that has left needs no answer
	return nil
}
