package linkpack

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Revision is one version of a link.
type Revision struct {
	// Number counts the versions of the link, starting at 1.
	Number uint32 `json:"number"`
	// Time is when the version was made, in UTC.
	Time time.Time `json:"time"`
	// Actor is who made it, as given to [WithActor]. Empty means unknown.
	Actor string `json:"actor"`
	// Changes are the differences from the previous version, sorted by field
	// name. The first version lists all fields that were set.
	Changes []FieldChange `json:"changes"`
}

// FieldChange is a change of one field of a link.
type FieldChange struct {
	// Field is the field's name in the JSON form of [Link], or "password" for
	// the password.
	Field string `json:"field"`
	// From is the old value. Strings are given as they are and other values as
	// JSON. It is empty for a field that was not set and for a password.
	From string `json:"from"`
	// To is the new value, in the same form. For a password it is "set",
	// "changed" or "removed".
	To string `json:"to"`
}

// LinkRevisions returns all versions of a workspace's link, newest first, or
// ErrNotFound.
func (s *Shortener) LinkRevisions(ctx context.Context, workspace, id string) ([]Revision, error) {
	if _, err := s.ownLink(ctx, workspace, id, MayRead); err != nil {
		return nil, err
	}
	versions, err := s.store.LinkRevisions(ctx, cmp.Or(workspace, DefaultWorkspace), id, 0, 0)
	if err != nil {
		return nil, err
	}
	revisions := make([]Revision, len(versions))
	for i, version := range versions {
		before := new(Link)
		if i+1 < len(versions) {
			before = versions[i+1]
		}
		changes, err := changesOf(before, version)
		if err != nil {
			return nil, err
		}
		revisions[i] = Revision{Number: version.Revision, Time: version.UpdatedAt, Actor: version.UpdatedBy, Changes: changes}
	}
	return revisions, nil
}

// changesOf returns the fields in which two versions differ.
func changesOf(before, after *Link) ([]FieldChange, error) {
	from, err := fieldsOf(before)
	if err != nil {
		return nil, err
	}
	to, err := fieldsOf(after)
	if err != nil {
		return nil, err
	}
	names := maps.Clone(from)
	maps.Copy(names, to)
	var changes []FieldChange
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if from[name] != to[name] {
			changes = append(changes, changeOf(name, from[name], to[name]))
		}
	}
	return changes, nil
}

const fieldPasswordHash = "password_hash"

// changeOf returns the change of a field. It hides password hashes.
func changeOf(name, from, to string) FieldChange {
	if name != fieldPasswordHash {
		return FieldChange{Field: name, From: from, To: to}
	}
	word := "changed"
	switch {
	case from == "":
		word = "set"
	case to == "":
		word = "removed"
	}
	return FieldChange{Field: "password", To: word}
}

// fieldsOf returns the fields of a link that users can change, as text.
func fieldsOf(link *Link) (map[string]string, error) {
	encoded, err := json.Marshal(link)
	if err != nil {
		return nil, fmt.Errorf("link %s: %w", link.ID, err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(encoded, &raw); err != nil {
		return nil, fmt.Errorf("link %s: %w", link.ID, err)
	}
	if link.Group == "" && link.GroupID != "" { // the group was deleted
		raw["group"] = raw["group_id"]
	}
	for _, given := range []string{"id", "group_id", "number", "workspace", "revision", "created_at", "updated_at", "updated_by", "design_revision"} {
		delete(raw, given)
	}
	fields := make(map[string]string, len(raw))
	for name, value := range raw {
		fields[name] = string(value)
		if bytes.HasPrefix(value, []byte(`"`)) {
			var text string
			if err := json.Unmarshal(value, &text); err != nil {
				return nil, fmt.Errorf("link %s: %w", link.ID, err)
			}
			fields[name] = text
		}
	}
	if link.PasswordHash != "" { // which JSON leaves out
		fields[fieldPasswordHash] = link.PasswordHash
	}
	return fields, nil
}

// LinkRevision returns a workspace's link as it was at a revision, also if it is in the
// bin now. It returns ErrNotFound if there is no such revision.
func (s *Shortener) LinkRevision(ctx context.Context, workspace, id string, revision uint32) (*Link, error) {
	if _, err := s.ownLink(ctx, workspace, id, MayRead); err != nil {
		return nil, err
	}
	return s.revision(ctx, cmp.Or(workspace, DefaultWorkspace), id, revision)
}

// revision returns a revision of a link.
func (s *Shortener) revision(ctx context.Context, workspace, id string, revision uint32) (*Link, error) {
	if revision == 0 || revision+1 == 0 {
		return nil, fmt.Errorf("revision %d: %w", revision, ErrNotFound)
	}
	found, err := s.store.LinkRevisions(ctx, workspace, id, revision+1, 1)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 || found[0].Revision != revision {
		return nil, fmt.Errorf("revision %d: %w", revision, ErrNotFound)
	}
	return found[0], nil
}

// RollBackLink restores a workspace's link to an earlier revision, as a new
// revision that is validated like any update. It returns ErrNotFound if there
// is no such revision. The password, Disabled and DisabledReason are not
// restored, so a rollback never unlocks a link. A group or template that was deleted is
// none. The link gets the Design of the revision, whatever its Template has now.
func (s *Shortener) RollBackLink(ctx context.Context, workspace, id string, revision uint32) (*Link, error) {
	workspace = cmp.Or(workspace, DefaultWorkspace)
	if _, err := s.ownLink(ctx, workspace, id, MayChange); err != nil {
		return nil, err
	}
	found, err := s.revision(ctx, workspace, id, revision)
	if err != nil {
		return nil, err
	}
	return s.UpdateLink(withDesigns(ctx), workspace, id, func(link *Link) error {
		now := *link
		*link = *found.Clone()
		if link.Group == "" {
			link.GroupID = "" // which was deleted
		}
		link.PasswordHash, link.Disabled, link.DisabledReason = now.PasswordHash, now.Disabled, now.DisabledReason
		return nil
	})
}
