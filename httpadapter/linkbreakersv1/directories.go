package linkbreakersv1

import (
	"errors"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// A directory is a [linkpack.Group].

// wireDirectory is a directory as it is sent to clients.
type wireDirectory struct {
	ID                string    `json:"id"`
	WorkspaceID       string    `json:"workspaceId"`
	Name              string    `json:"name"`
	ParentDirectoryID string    `json:"parentDirectoryId,omitempty"`
	Path              string    `json:"path"`
	LinkCount         *int      `json:"linkCount,omitempty"` // ours, if asked for
	CreatedAt         time.Time `json:"createdAt"`
	UpdatedAt         time.Time `json:"updatedAt"`
}

// oneDirectory is an answer.
type oneDirectory struct {
	Directory wireDirectory `json:"directory"`
}

// createDirectory serves "POST /v1/directories".
func (h *handlers) createDirectory(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	group := linkpack.Group{Workspace: p.Workspace}
	if err := sent.applyToDirectory(&group); err != nil {
		return err
	}
	made, err := h.shortener.CreateGroup(r.Context(), group)
	if err != nil {
		return directoryProblem(err)
	}
	return h.writeDirectory(w, r, made)
}

// directory serves "GET /v1/directories/{id}".
func (h *handlers) directory(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	group, err := h.shortener.Group(r.Context(), p.Workspace, r.PathValue("id"))
	if err != nil {
		return err
	}
	return h.writeDirectory(w, r, group)
}

// changeDirectory serves "PATCH /v1/directories/{id}".
func (h *handlers) changeDirectory(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	group, err := h.shortener.UpdateGroup(r.Context(), p.Workspace, r.PathValue("id"), sent.applyToDirectory)
	if err != nil {
		return directoryProblem(err)
	}
	return h.writeDirectory(w, r, group)
}

// applyToDirectory sets the sent fields of a directory. null clears a field.
func (v values) applyToDirectory(group *linkpack.Group) error {
	toRoot := false
	err := errors.Join(
		v.read("name", &group.Name),
		v.read("parentDirectoryId", &group.Parent),
		v.read("parentDirectoryIdDelete", &toRoot),
	)
	if string(v["name"]) == "null" {
		group.Name = ""
	}
	if toRoot || string(v["parentDirectoryId"]) == "null" {
		group.Parent = ""
	}
	return err
}

// deleteDirectory serves "DELETE /v1/directories/{id}". A directory that is not empty is
// kept unless moveTo says where its links and directories go.
func (h *handlers) deleteDirectory(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	params, err := readParameters(r)
	if err != nil {
		return err
	}
	moveTo, err := params.text("moveTo")
	if err != nil {
		return err
	}
	var target *string
	switch moveTo {
	case "":
	case rootDirectory:
		target = new(string)
	default:
		target = &moveTo
	}
	err = h.shortener.DeleteGroup(r.Context(), p.Workspace, r.PathValue("id"), target)
	return httpadapter.WriteList(w, nothing{}, directoryProblem(err))
}

// rootDirectory is the value of moveTo for links that go into no directory.
const rootDirectory = "root"

// directoryProblem returns an engine's error with the names that the API has.
func directoryProblem(err error) error {
	switch {
	case errors.Is(err, linkpack.ErrNotEmpty):
		return &httpadapter.Problem{
			Status: http.StatusPreconditionFailed, Err: err,
			Message: "the directory has links or directories; move them first, or say where they go with moveTo",
		}
	case errors.Is(err, linkpack.ErrExists):
		return &httpadapter.Problem{
			Status: http.StatusConflict, Err: err, Message: "the name of the directory is taken",
			Fields: []linkpack.FieldError{{Field: "name", Reason: "is taken"}},
		}
	}
	return httpadapter.RenameFields(err, func(engine string) string {
		names := map[string]string{"parent": "parentDirectoryId", "move_to": "moveTo"}
		if name, ok := names[engine]; ok {
			return name
		}
		return engine
	})
}

// writeDirectory answers with a directory.
func (h *handlers) writeDirectory(w http.ResponseWriter, r *http.Request, group *linkpack.Group) error {
	tree, err := h.directoryTree(r.Context(), group.Workspace)
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) { // the path lacks the damaged one
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, oneDirectory{tree.wire(group)})
}
