package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
	"github.com/linkpack/linkpack-go/linkpack/internal/codes"
)

// Workspace owns links, groups, tokens, designs, templates and domains. Workspaces cannot
// see each other's, but for published templates.
type Workspace struct {
	// ID is 1 to 64 letters, digits, - and _.
	ID string `json:"id"`
	// Name is what people call it, at most 200 characters.
	Name string `json:"name,omitempty"`
	// Timezone is the IANA time zone of statistics, and of rules if neither the
	// rule nor the link has one. Empty means UTC.
	Timezone string `json:"timezone,omitempty"`
	// CreatedAt is when the workspace was created, in UTC.
	CreatedAt time.Time `json:"created_at"`
	// DeletedAt is when [Shortener.DeleteWorkspace] was called, in UTC. It is set only
	// in the list of [Shortener.Workspaces], until all is removed.
	DeletedAt time.Time `json:"deleted_at,omitzero"`
}

// workspaceBody is a workspace as stored. It stays after the workspace was deleted, so
// that the ID is not given again.
type workspaceBody struct {
	Workspace
	// Emptied says that nothing is left of a deleted workspace.
	Emptied bool `json:"emptied,omitempty"`
}

// CreateWorkspace creates a workspace. It returns ErrExists if the ID is taken or
// belonged to a workspace that was deleted, and a [FieldError] for an invalid field.
func (s *Shortener) CreateWorkspace(ctx context.Context, workspace Workspace) (*Workspace, error) {
	if err := permitOperator(ctx); err != nil {
		return nil, err
	}
	if err := workspace.check(); err != nil {
		return nil, err
	}
	workspace.CreatedAt, workspace.DeletedAt = s.now(), time.Time{}
	if err := s.createDocument(ctx, Document{Kind: KindWorkspace, ID: workspace.ID}, s.edit(ctx, workspace.ID), &workspace); err != nil {
		return nil, err
	}
	return &workspace, nil
}

// Workspace returns a workspace by its ID, or ErrNotFound. An empty ID means
// [DefaultWorkspace].
func (s *Shortener) Workspace(ctx context.Context, id string) (*Workspace, error) {
	if _, err := scopeIn(ctx, id, MayRead); err != nil {
		return nil, err
	}
	_, w, err := s.workspace(ctx, id)
	return w, err
}

// workspace returns a workspace that was not deleted, with its document.
func (s *Shortener) workspace(ctx context.Context, id string) (*Document, *Workspace, error) {
	d, err := s.store.Document(ctx, KindWorkspace, "", cmp.Or(id, DefaultWorkspace))
	if err != nil {
		return nil, nil, err
	}
	body, err := decodeAs[workspaceBody](d)
	if err == nil {
		err = body.alive()
	}
	if err != nil {
		return nil, nil, err
	}
	return d, &body.Workspace, nil
}

// alive returns ErrNotFound for a workspace that was deleted.
func (w *workspaceBody) alive() error {
	if w.DeletedAt.IsZero() {
		return nil
	}
	return fmt.Errorf("workspace %q: %w", w.ID, ErrNotFound)
}

// Workspaces returns all workspaces, sorted by ID. Those with a DeletedAt were deleted,
// but [Shortener.DeleteWorkspace] has not removed all that they own yet.
func (s *Shortener) Workspaces(ctx context.Context) ([]*Workspace, error) {
	if err := permitOperator(ctx); err != nil {
		return nil, err
	}
	bodies, err := list(ctx, s, KindWorkspace, "", decodeAs[workspaceBody])
	if bodies == nil {
		return nil, err
	}
	all := make([]*Workspace, 0, len(bodies))
	for _, body := range bodies {
		if !body.Emptied {
			all = append(all, &body.Workspace)
		}
	}
	return all, err
}

// UpdateWorkspace changes a workspace with the function update, which may run
// more than once, and returns the workspace as stored. ID, CreatedAt and DeletedAt
// cannot be changed.
func (s *Shortener) UpdateWorkspace(ctx context.Context, id string, update func(*Workspace) error) (*Workspace, error) {
	ctx, err := permit(ctx, id, MayChange)
	if err != nil {
		return nil, err
	}
	id = cmp.Or(id, DefaultWorkspace)
	changed, err := updateBody(ctx, s, KindWorkspace, "", id, s.edit(ctx, id), func(w *workspaceBody) ([]string, error) {
		if err := w.alive(); err != nil {
			return nil, err
		}
		before := w.Workspace
		if err := update(&w.Workspace); err != nil {
			return nil, err
		}
		w.ID, w.CreatedAt, w.DeletedAt = before.ID, before.CreatedAt, before.DeletedAt
		return nil, w.check()
	})
	if err != nil {
		return nil, err
	}
	s.cache.InvalidateAll() // compiled links may use the zone
	return &changed.Workspace, nil
}

// Timezone returns the time zone of a workspace.
func (s *Shortener) Timezone(ctx context.Context, workspace string) (*time.Location, error) {
	w, err := s.Workspace(ctx, workspace)
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(w.Timezone)
}

func (w *Workspace) check() error {
	if w.ID == "" || len(w.ID) > codes.MaxLength {
		return invalid("id", "must have 1 to %d characters", codes.MaxLength)
	}
	for i := range len(w.ID) {
		if !codes.IsByte(w.ID[i]) {
			return invalid("id", "may have letters A-Z and a-z, digits, - and _ only")
		}
	}
	return errors.Join(checkText("name", w.Name, maxNameLength), checkTimezone(w.Timezone))
}

// checkTimezone checks that a time zone is empty or in the IANA database.
func checkTimezone(name string) error {
	if name == "" {
		return nil
	}
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		return invalid("timezone", "%q is not an IANA time zone such as Europe/Paris", clip.Text(name))
	}
	return nil
}

func (s *Shortener) ensureDefaultWorkspace(ctx context.Context) error {
	_, err := s.Workspace(ctx, DefaultWorkspace)
	if !errors.Is(err, ErrNotFound) {
		return err
	}
	_, err = s.CreateWorkspace(ctx, Workspace{ID: DefaultWorkspace, Name: "Default"})
	if errors.Is(err, ErrExists) {
		return nil
	}
	return err
}

// numberOfWorkspace returns a workspace's number in the click log, or 0 before
// its first link.
func (s *Shortener) numberOfWorkspace(ctx context.Context, id string) (uint32, error) {
	id = cmp.Or(id, DefaultWorkspace)
	if number, ok := s.numbered.Load(id); ok {
		return number.(uint32), nil
	}
	number, err := s.store.WorkspaceNumber(outside(ctx), id)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	s.numbered.Store(strings.Clone(id), number) // id may be part of a request
	return number, nil
}
