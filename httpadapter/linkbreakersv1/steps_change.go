package linkbreakersv1

import (
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// stepChange is what a client wants to change in a step. nil leaves a field as it is.
type stepChange struct {
	destination *string
	tracking    *bool
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
	return errors.Join(redirect.read("destination", &c.destination), redirect.read("conversionTracking", &c.tracking))
}

// apply changes the step of a link.
func (c stepChange) apply(link *linkpack.Link, id string) error {
	if _, err := stepOf(link, id); err != nil {
		return err
	}
	if c == (stepChange{}) {
		return nil
	}
	if id != destinationID(link) {
		return notServed("a change of this workflow step")
	}
	if c.destination != nil {
		link.Destination = *c.destination
	}
	if c.tracking != nil {
		link.TrackConversions = *c.tracking
	}
	return nil
}

// stepField returns the name that a step has for a field of the engine.
func stepField(engine string) string {
	if engine == "destination" {
		return "payload.clientRedirect.destination"
	}
	return wireName(engine)
}
