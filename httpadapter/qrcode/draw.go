package qrcode

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"github.com/maypok86/otter/v2"

	"github.com/linkpack/linkpack-go/qr"
)

// picture is a drawn image file.
type picture struct {
	file     []byte
	etag     string
	warnings []string
}

// draw returns the picture of an order. Requests for the same order share one
// drawing.
func (i *Images) draw(ctx context.Context, at order) (*picture, error) {
	return i.drawn.Get(ctx, at, otter.LoaderFunc[order, *picture](i.render))
}

func (i *Images) render(ctx context.Context, at order) (*picture, error) {
	end, err := i.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	style, err := i.style(ctx, at.design, pixels(at.format, at.size))
	if err != nil {
		return nil, err
	}
	code, err := draw(style, at.text)
	if err != nil {
		return nil, err
	}
	file, err := encode(code, at.format, at.size)
	if err != nil {
		return nil, err
	}
	return newPicture(file, code.Warnings()), nil
}

// style returns a stored design, scaled to a width in pixels if that is not 0.
func (i *Images) style(ctx context.Context, at designRevision, width int) (*qr.Style, error) {
	design, err := i.designOf(ctx, at)
	if err != nil {
		return nil, err
	}
	style, err := qr.Compile(design.Scaled(width))
	return style, fieldErrors(err)
}

func draw(style *qr.Style, text string) (*qr.Code, error) {
	code, err := style.Draw(text, &qr.Options{Safe: qr.SafeMend})
	return code, fieldErrors(err)
}

func encode(code *qr.Code, format qr.Format, size int) (file []byte, err error) {
	if format == qr.PDF {
		file, err = code.PDF(float64(size))
	} else {
		file, err = code.Encode(format)
	}
	if err != nil {
		return nil, fmt.Errorf("encoding the picture: %w", err)
	}
	return file, nil
}

func newPicture(file []byte, warnings []qr.Warning) *picture {
	sum := sha256.Sum256(file)
	p := &picture{file: file, etag: `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`}
	for _, warning := range warnings {
		p.warnings = append(p.warnings, string(warning.Check))
	}
	return p
}
