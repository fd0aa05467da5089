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

// designRevision names one revision of a design, which never changes. The zero
// value is the plain design.
type designRevision struct {
	id     string
	number uint64
}

// String returns the name that signed URLs contain.
func (d designRevision) String() string { return fmt.Sprintf("%s.%d", d.id, d.number) }

// shortestText is about as short as the shortest text of a link's code.
const shortestText = "https://a.co/x?qr=1"

// CheckDesign checks a design of the package qr, in JSON: it must be valid, and a
// code can be drawn with it. It returns the JSON form of [qr.Design] with a clean
// image; see [qr.Picture.Clean]. Use it as CheckDesign in [linkpack.Options]. Errors
// are [linkpack.FieldError]s whose fields begin with "design.".
//
// An image of 12 megapixels takes about 200 MB of memory while it is made clean, and a
// clean one little. A program that takes images from clients should limit how many
// calls it makes at once, as package linkbreakersv1 does.
func CheckDesign(body []byte) ([]byte, error) {
	design, err := decode(body)
	if err != nil {
		return nil, err
	}
	if len(design.Image) > 0 {
		if design.Image, err = design.Image.Clean(); err != nil {
			return nil, fieldErrors(err)
		}
	}
	if _, err := qr.Draw(shortestText, design, nil); err != nil {
		return nil, fieldErrors(err)
	}
	return json.Marshal(design)
}

func decode(body []byte) (*qr.Design, error) {
	design := new(qr.Design)
	if err := json.Unmarshal(body, design); err != nil {
		return nil, fieldErrors(err)
	}
	return design, nil
}

// fieldErrors returns err with the field errors of the package qr converted to
// [linkpack.FieldError]s.
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
		return nil, &linkpack.DamagedError{Kind: linkpack.KindDesign, ID: at.id, Err: err}
	}
	return design, nil
}

// formatOf returns the format that a stored design prefers. It is cached, since
// reading a design can mean megabytes.
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
