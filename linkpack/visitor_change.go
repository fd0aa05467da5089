package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// Visitor returns a workspace's visitor by its ID, or the ID of one that became part of
// it. It returns ErrNotFound if there is none.
func (s *Shortener) Visitor(ctx context.Context, workspace, id string) (*Visitor, error) {
	ctx, err := permit(ctx, workspace, MayRead)
	if err != nil {
		return nil, err
	}
	return s.store.Visitor(ctx, cmp.Or(workspace, DefaultWorkspace), id)
}

// UpdateVisitor sets attributes of a workspace's visitor and returns it as stored. The
// attributes are as in an [Identification]; those with other keys stay. It returns
// ErrNotFound if there is no such visitor, ErrExists if another one has the e-mail, and a
// [FieldError] for each invalid attribute, joined.
func (s *Shortener) UpdateVisitor(ctx context.Context, workspace, id string, attributes map[string]any) (*Visitor, error) {
	ctx, err := permit(ctx, workspace, MayChange)
	if err != nil {
		return nil, err
	}
	attributes, err = checkAttributes(attributes)
	if err != nil {
		return nil, err
	}
	return s.changeVisitor(ctx, workspace, id, func(v *Visitor) (bool, error) { return v.set(attributes, false) })
}

// DeleteVisitorAttribute removes an attribute of a workspace's visitor and returns the
// visitor as stored. It returns ErrNotFound if there is no such visitor or attribute.
func (s *Shortener) DeleteVisitorAttribute(ctx context.Context, workspace, id, key string) (*Visitor, error) {
	ctx, err := permit(ctx, workspace, MayChange)
	if err != nil {
		return nil, err
	}
	return s.changeVisitor(ctx, workspace, id, func(v *Visitor) (bool, error) {
		if _, has := v.Attributes[key]; !has {
			return false, fmt.Errorf("attribute %q of visitor %q: %w", clip.Text(key), v.ID, ErrNotFound)
		}
		delete(v.Attributes, key)
		return true, nil
	})
}

// changeVisitor changes a visitor with the function change, which says whether anything
// changed. Otherwise nothing is written.
func (s *Shortener) changeVisitor(ctx context.Context, workspace, id string, change func(*Visitor) (bool, error)) (*Visitor, error) {
	workspace = cmp.Or(workspace, DefaultWorkspace)
	var same *Visitor
	v, err := s.store.UpdateVisitor(ctx, workspace, id, *s.edit(ctx, workspace), func(v *Visitor) error {
		if v.Attributes == nil {
			v.Attributes = make(map[string]any)
		}
		changed, err := change(v)
		if err == nil && !changed {
			same, err = v, errSame
		}
		v.Revision++
		v.UpdatedAt = s.now()
		return err
	})
	if errors.Is(err, errSame) {
		same.Revision--
		return same, nil
	}
	return v, err
}
