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
	design, err := i.designOf(ctx, at.design)
	if err != nil {
		return nil, err
	}
	code, err := qr.Draw(at.text, design.Scaled(at.size), &qr.Options{Safe: qr.SafeMend})
	if err != nil {
		return nil, fieldErrors(err)
	}
	file, err := code.Encode(at.format)
	if err != nil {
		return nil, fmt.Errorf("encoding the picture: %w", err)
	}
	return newPicture(file, code.Warnings()), nil
}

func newPicture(file []byte, warnings []qr.Warning) *picture {
	sum := sha256.Sum256(file)
	p := &picture{file: file, etag: `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`}
	for _, warning := range warnings {
		p.warnings = append(p.warnings, string(warning.Check))
	}
	return p
}
