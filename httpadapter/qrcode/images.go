package qrcode

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"

	"github.com/maypok86/otter/v2"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// Options adjust [Images]. The zero value works.
type Options struct {
	// MaxSize is the largest size in px that a request may ask for. Defaults
	// to 2,000; at most [qr.MaxSize].
	MaxSize int
	// CacheBytes bounds the memory of drawn pictures. Defaults to 16 MiB.
	CacheBytes int
	// Logger hears of failures that the client is not told about. Defaults to
	// discarding.
	Logger *slog.Logger
}

// Images draws and serves the QR codes of a Shortener's links. It is safe for
// concurrent use.
type Images struct {
	shortener *linkpack.Shortener
	maxSize   int
	log       *slog.Logger
	drawn     *otter.Cache[order, *picture]
	drawing   chan struct{} // as many as can draw at once
}

// order is everything that decides how a picture looks.
type order struct {
	text     string
	design   string
	revision uint64
	format   qr.Format
	size     int
}

// picture is a file that was drawn.
type picture struct {
	file     []byte
	etag     string
	warnings []string
}

// New returns the images of a Shortener's links. nil options are the defaults.
func New(s *linkpack.Shortener, opts *Options) *Images {
	var o Options
	if opts != nil {
		o = *opts
	}
	if o.MaxSize <= 0 {
		o.MaxSize = 2000
	}
	if o.CacheBytes <= 0 {
		o.CacheBytes = 16 << 20
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Images{
		shortener: s, maxSize: min(o.MaxSize, qr.MaxSize), log: o.Logger,
		drawn: otter.Must(&otter.Options[order, *picture]{
			MaximumWeight: uint64(o.CacheBytes),
			Weigher:       func(at order, p *picture) uint32 { return uint32(len(at.text) + len(p.file) + 300) },
		}),
		drawing: make(chan struct{}, runtime.GOMAXPROCS(0)),
	}
}

// CheckDesign says what is wrong with a design of the package qr, in JSON. It
// is meant for linkpack.Options.CheckDesign. Errors are [linkpack.FieldError]s
// whose fields begin with "design.".
func CheckDesign(body []byte) error {
	_, err := compile(body)
	return err
}

func compile(body []byte) (*qr.Style, error) {
	design, err := decode(body)
	if err != nil {
		return nil, err
	}
	style, err := qr.Compile(design)
	return style, fieldErrors(err)
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
	var field *qr.FieldError
	if errors.As(err, &field) {
		return &linkpack.FieldError{Field: "design." + field.Field, Reason: field.Reason}
	}
	return err
}

// draw returns the picture of an order, drawn once however many ask for it.
func (i *Images) draw(ctx context.Context, at order) (*picture, error) {
	return i.drawn.Get(ctx, at, otter.LoaderFunc[order, *picture](i.render))
}

// render draws a picture. Only so many are drawn at once: each takes a
// processor and some memory.
func (i *Images) render(ctx context.Context, at order) (*picture, error) {
	select {
	case i.drawing <- struct{}{}:
		defer func() { <-i.drawing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	style, err := i.style(ctx, at)
	if err != nil {
		return nil, err
	}
	code, err := style.Draw(at.text, &qr.Options{Safe: qr.SafeMend})
	if err != nil {
		return nil, fieldErrors(err)
	}
	file, err := code.Encode(at.format)
	if err != nil {
		return nil, fmt.Errorf("encoding the picture: %w", err)
	}
	sum := sha256.Sum256(file)
	p := &picture{file: file, etag: `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`}
	for _, warning := range code.Warnings() {
		p.warnings = append(p.warnings, string(warning.Check))
	}
	return p, nil
}

// style returns the design of an order, made ready. A design that is gone is
// the plain one.
func (i *Images) style(ctx context.Context, at order) (*qr.Style, error) {
	design := new(qr.Design)
	if at.design != "" {
		stored, err := i.shortener.DesignRevision(ctx, at.design, at.revision)
		if err != nil {
			return nil, err
		}
		if design, err = decode(stored.Body); err != nil {
			return nil, fmt.Errorf("design %s as stored: %w", at.design, err)
		}
	}
	if at.size > 0 {
		design = design.Scaled(at.size)
	}
	style, err := qr.Compile(design)
	return style, fieldErrors(err)
}

// formatOf returns the format of a file name's extension; none is none.
func formatOf(extension string) (qr.Format, bool) {
	switch strings.ToLower(extension) {
	case "png":
		return qr.PNG, true
	case "svg":
		return qr.SVG, true
	case "jpg", "jpeg":
		return qr.JPEG, true
	case "webp":
		return qr.WebP, true
	default:
		return "", extension == ""
	}
}
