package linkbreakersv1

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// designField is a field of a design that a client may set.
type designField struct {
	name  string                   // in the API
	inQR  string                   // in package qr
	apply func(d, sent *qr.Design) // sets it in d to what was sent
}

// centralImage is the field with the image in the middle of a code.
const centralImage = "centralImageData"

func designFields() []designField {
	return []designField{
		{"width", "width", func(d, sent *qr.Design) { d.Width = sent.Width }},
		{"height", "height", func(d, sent *qr.Design) { d.Height = sent.Height }},
		{"shape", "shape", func(d, sent *qr.Design) { d.Shape = sent.Shape }},
		{"outputFileFormat", "outputFileFormat", func(d, sent *qr.Design) { d.Format = sent.Format }},
		{"errorCorrectionLevel", "qrOptions.errorCorrectionLevel", func(d, sent *qr.Design) { d.QR.Level = sent.QR.Level }},
		{centralImage, "image", func(d, sent *qr.Design) { d.Image = sent.Image }},
		{"centralImageSize", "imageOptions.imageSize", func(d, sent *qr.Design) { d.ImageOptions.Size = sent.ImageOptions.Size }},
		{"centralImageMargin", "imageOptions.margin", func(d, sent *qr.Design) { d.ImageOptions.Margin = sent.ImageOptions.Margin }},
		{"hideBackgroundDots", "imageOptions.hideBackgroundDots", func(d, sent *qr.Design) { d.ImageOptions.HideDots = sent.ImageOptions.HideDots }},
		{"dotsOptions", "dotsOptions", func(d, sent *qr.Design) { changeDots(&d.Dots, sent.Dots) }},
		{"cornersSquareOptions", "cornersSquareOptions", func(d, sent *qr.Design) { changeCorner(&d.CornersSquare, sent.CornersSquare) }},
		{"cornersDotOptions", "cornersDotOptions", func(d, sent *qr.Design) { changeCorner(&d.CornersDot, sent.CornersDot) }},
		{"backgroundOptions", "backgroundOptions", func(d, sent *qr.Design) { changeBackground(&d.Background, sent.Background) }},
	}
}

// Of options, a client may send the type or the colour alone. Empty ones are the
// defaults.

func changeDots(o *qr.DotsOptions, sent qr.DotsOptions) {
	if sent == (qr.DotsOptions{}) {
		*o = qr.DotsOptions{RoundSize: o.RoundSize}
	}
	o.Type = cmp.Or(sent.Type, o.Type)
	changePaint(&o.Color, &o.Gradient, sent.Color, sent.Gradient)
}

func changeCorner(o *qr.CornerOptions, sent qr.CornerOptions) {
	if sent == (qr.CornerOptions{}) {
		*o = sent
	}
	o.Type = cmp.Or(sent.Type, o.Type)
	changePaint(&o.Color, &o.Gradient, sent.Color, sent.Gradient)
}

func changeBackground(o *qr.BackgroundOptions, sent qr.BackgroundOptions) {
	if sent == (qr.BackgroundOptions{}) {
		*o = qr.BackgroundOptions{Round: o.Round}
	}
	changePaint(&o.Color, &o.Gradient, sent.Color, sent.Gradient)
}

func changePaint(color *string, gradient **qr.Gradient, sentColor string, sentGradient *qr.Gradient) {
	if sentColor != "" || sentGradient != nil {
		*color, *gradient = sentColor, sentGradient
	}
}

// applyDesign sets the sent fields of a design and returns it as it is stored. A large
// image takes hundreds of megabytes while it is made small, so few do that at once.
func (h *handlers) applyDesign(ctx context.Context, sent values, d *qr.Design) ([]byte, error) {
	text, err := sent.applyToDesign(d)
	if err != nil {
		return nil, err
	}
	select {
	case h.checking <- struct{}{}:
		defer func() { <-h.checking }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	text, err = qrcode.CheckDesign(text)
	return text, designError(err)
}

// applyToDesign sets the sent fields of a design and returns its JSON, which is not
// checked yet.
func (v values) applyToDesign(d *qr.Design) ([]byte, error) {
	if err := v.checkImage(); err != nil {
		return nil, err
	}
	known := make(values)
	for _, f := range designFields() {
		if raw, sent := v[f.name]; sent {
			known[f.name] = raw
		}
	}
	text, err := json.Marshal(known)
	if err != nil {
		return nil, err
	}
	sent := new(qr.Design)
	if err := json.Unmarshal(text, sent); err != nil {
		return nil, designError(err)
	}
	if size := sent.ImageOptions.Size; size != nil && *size > 1 {
		return nil, &linkpack.FieldError{Field: "centralImageSize", Reason: "must be between 0 and 1"}
	}
	for _, f := range designFields() {
		if _, isSent := known[f.name]; isSent {
			f.apply(d, sent)
		}
	}
	return json.Marshal(d)
}

// checkImage refuses an image that is sent together with centralImageDelete, which it
// turns into no image.
func (v values) checkImage() error {
	remove, image := false, ""
	if err := errors.Join(v.read("centralImageDelete", &remove), v.read(centralImage, &image)); err != nil || !remove {
		return err
	}
	if image != "" {
		return &linkpack.FieldError{Field: "centralImageDelete", Reason: "must not be sent together with " + centralImage}
	}
	v[centralImage] = json.RawMessage("null")
	return nil
}

// designError returns an error with the names that the API has for the fields of a
// design.
func designError(err error) error {
	if wrong, ok := errors.AsType[*qr.FieldError](err); ok {
		err = &linkpack.FieldError{Field: wrong.Field, Reason: wrong.Reason}
	}
	return httpadapter.RenameFields(err, func(field string) string {
		field = strings.TrimPrefix(field, "design.")
		for _, f := range designFields() {
			if f.inQR == field {
				return f.name
			}
		}
		return field
	})
}
