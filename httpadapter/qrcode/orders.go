package qrcode

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// order is everything that determines an image.
type order struct {
	text   string
	design designRevision
	format qr.Format
	size   int // in pixels, of a PDF in millimetres; 0 means the design's
}

// freshness is how long an image may be cached by clients.
const freshness = 5 * time.Minute

// read returns the order of a request and how long the answer may be cached.
func (i *Images) read(r *http.Request, code, extension string) (at order, lifetime time.Duration, err error) {
	query := r.URL.Query()
	format, known := formatNamed(extension)
	if !known {
		return at, 0, linkpack.ErrNotFound
	}
	if query.Has("signature") {
		at, lifetime, err = i.readSigned(r.Context(), r.Host, code, format, query)
	} else {
		at, err = i.find(r.Context(), r.Host, code, query.Get("placement"))
		lifetime = freshness
	}
	if err != nil {
		return at, 0, err
	}
	at.format = cmp.Or(format, at.format)
	at.size, err = i.readSize(at.format, query.Get("size"))
	return at, lifetime, err
}

// find returns the order for the current image of a link.
func (i *Images) find(ctx context.Context, host, code, placement string) (order, error) {
	link, err := i.shortener.LinkAt(ctx, host, code)
	if err != nil {
		return order{}, err
	}
	if link.Archived {
		return order{}, linkpack.ErrNotFound
	}
	return i.orderFor(ctx, link, placement)
}

// orderFor returns the order for the image of a link in the format its design
// prefers.
func (i *Images) orderFor(ctx context.Context, link *linkpack.Link, placement string) (order, error) {
	text, err := i.shortener.ScanURL(link, placement)
	at := order{text: text, format: qr.PNG}
	if err != nil {
		return at, err
	}
	if at.design, err = i.latestDesign(ctx, link); err != nil {
		return order{}, err
	}
	if at.design.id != "" {
		at.format, err = i.formatOf(ctx, at.design)
	}
	return at, err
}

// latestDesign returns the design of a link as it is now. A link without one, or
// whose design was deleted, is drawn plain.
func (i *Images) latestDesign(ctx context.Context, link *linkpack.Link) (designRevision, error) {
	if link.Design == "" {
		return designRevision{}, nil
	}
	number, err := i.shortener.LatestDesignRevision(ctx, link.Workspace, link.Design)
	if errors.Is(err, linkpack.ErrNotFound) {
		return designRevision{}, nil
	}
	if err != nil {
		return designRevision{}, err
	}
	return designRevision{link.Design, number}, nil
}

// formatNamed returns the format of a file extension, or "" for an empty one.
func formatNamed(extension string) (format qr.Format, known bool) {
	switch strings.ToLower(extension) {
	case "png":
		return qr.PNG, true
	case "svg":
		return qr.SVG, true
	case "jpg", "jpeg":
		return qr.JPEG, true
	case "webp":
		return qr.WebP, true
	case "pdf":
		return qr.PDF, true
	default:
		return "", extension == ""
	}
}
