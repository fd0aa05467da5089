package linkbreakersv1

import (
	"maps"
	"net/http"
	"slices"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// stepChange is what a client wants to change in a step. nil leaves a field as it is.
type stepChange struct {
	destination *string
}

// changeStep serves "PATCH /v1/links/{linkId}/workflow-steps/{id}".
func (h *handlers) changeStep(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	change, err := readStepChange(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	link, err := h.shortener.UpdateLink(r.Context(), p.Workspace, r.PathValue("linkId"), func(link *linkpack.Link) error {
		return change.apply(link, id)
	})
	if err != nil {
		return httpadapter.RenameFields(err, stepField)
	}
	return writeStep(w, link, id)
}

// readStepChange reads {"payload": {"clientRedirect": {…}}}. A payload of another kind
// would turn the step into another one.
func readStepChange(r *http.Request) (c stepChange, err error) {
	sent, err := readValues(r)
	if err != nil {
		return c, err
	}
	payload, err := sent.object("payload")
	if err != nil {
		return c, err
	}
	for _, name := range slices.Sorted(maps.Keys(payload)) {
		if name != "clientRedirect" && string(payload[name]) != "null" {
			return c, notServed("the field payload." + name)
		}
	}
	redirect, err := payload.object("clientRedirect")
	if err != nil {
		return c, inside("payload", err)
	}
	return c, inside("payload.clientRedirect", c.read(redirect))
}

// read reads {"destination": …, "conversionTracking": …}.
func (c *stepChange) read(redirect values) error {
	tracking := false
	if err := redirect.read("conversionTracking", &tracking); err != nil {
		return err
	}
	if tracking {
		return notServed("the field payload.clientRedirect.conversionTracking")
	}
	return redirect.read("destination", &c.destination)
}

// apply changes the step of a link.
func (c stepChange) apply(link *linkpack.Link, id string) error {
	if _, err := stepOf(link, id); err != nil {
		return err
	}
	switch {
	case c.destination == nil:
		return nil
	case id != destinationID(link):
		return notServed("a change of this workflow step")
	}
	link.Destination = *c.destination
	return nil
}

// stepField returns the name that a step has for a field of the engine.
func stepField(engine string) string {
	if engine == "destination" {
		return "payload.clientRedirect.destination"
	}
	return wireName(engine)
}
