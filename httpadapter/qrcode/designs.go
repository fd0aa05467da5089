package qrcode

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/maypok86/otter/v2"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// designRevision names a design as it was at some time, which does not change.
// The zero value is the plain design.
type designRevision struct {
	id     string
	number uint64
}

// String returns the name as signed URLs have it.
func (d designRevision) String() string { return fmt.Sprintf("%s.%d", d.id, d.number) }

// shortestText is a text that no link's code undercuts by much.
const shortestText = "https://a.co/x?qr=1"

// CheckDesign says what is wrong with a design of the package qr, in JSON, or
// why no code can be drawn with it. It is meant for
// linkpack.Options.CheckDesign. Errors are [linkpack.FieldError]s whose fields
// begin with "design.".
func CheckDesign(body []byte) error {
	design, err := decode(body)
	if err != nil {
		return err
	}
	_, err = qr.Draw(shortestText, design, nil)
	return fieldErrors(err)
}

func decode(body []byte) (*qr.Design, error) {
	design := new(qr.Design)
	if err := json.Unmarshal(body, design); err != nil {
		return nil, fieldErrors(err)
	}
	return design, nil
}

// fieldErrors returns err with the field errors of the package qr as the
// engine's own.
func fieldErrors(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var own []error
		for _, inner := range joined.Unwrap() {
			own = append(own, fieldErrors(inner))
		}
		return errors.Join(own...)
	}
	if field, ok := errors.AsType[*qr.FieldError](err); ok {
		return &linkpack.FieldError{Field: "design." + field.Field, Reason: field.Reason}
	}
	return err
}

// designOf returns a stored design.
func (i *Images) designOf(ctx context.Context, at designRevision) (*qr.Design, error) {
	if at.id == "" {
		return new(qr.Design), nil
	}
	stored, err := i.shortener.DesignRevision(ctx, at.id, at.number)
	if err != nil {
		return nil, err
	}
	design, err := decode(stored.Body)
	if err != nil {
		return nil, fmt.Errorf("design %s as stored: %w", at, err)
	}
	return design, nil
}

// formatOf returns the format that a stored design prefers. It remembers that: a
// design may be megabytes, and is not to be read for each request.
func (i *Images) formatOf(ctx context.Context, at designRevision) (qr.Format, error) {
	return i.formats.Get(ctx, at, otter.LoaderFunc[designRevision, qr.Format](i.readFormat))
}

func (i *Images) readFormat(ctx context.Context, at designRevision) (qr.Format, error) {
	end, err := i.begin(ctx)
	if err != nil {
		return "", err
	}
	defer end()
	design, err := i.designOf(ctx, at)
	if err != nil {
		return "", err
	}
	return cmp.Or(design.Format, qr.PNG), nil
}
