package webhook

import (
	"context"
	"errors"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// visitorOf returns the visitor of a click, as it is sent. It is empty for a click that is
// not tracked.
func (w *Webhooks) visitorOf(ctx context.Context, workspace string, c *analytics.Click) (visitorData, error) {
	if !c.Tracked {
		return visitorData{}, nil
	}
	known, err := w.links.VisitorsOf(ctx, workspace, []analytics.Click{*c})
	if err != nil && !errors.Is(err, linkpack.ErrDamaged) {
		return visitorData{}, err
	}
	return dataOf(known[c.ID]), nil
}

// describeVisitor describes a visitor who was identified. One who was removed since is not
// described any more.
func (w *Webhooks) describeVisitor(ctx context.Context, workspace string, m *message, id string) error {
	v, err := w.links.Visitor(ctx, workspace, id)
	if errors.Is(err, linkpack.ErrNotFound) {
		return errNoEvent
	}
	m.Data.Visitor = dataOf(v)
	return err
}

// dataOf returns a visitor as it is sent. It is empty for nil.
func dataOf(v *linkpack.Visitor) visitorData {
	if v == nil {
		return visitorData{}
	}
	text := func(key string) string {
		value, _ := v.Attributes[key].(string)
		return value
	}
	return visitorData{
		ID: v.ID, Email: text(linkpack.AttributeEmail), Phone: text(linkpack.AttributePhone),
		FirstName: text(linkpack.AttributeFirstName), LastName: text(linkpack.AttributeLastName),
		Attributes: v.Attributes,
	}
}
