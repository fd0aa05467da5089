package qrcode

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
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
	size   int // in pixels; 0 means the design's
}

// freshness is how long an image may be cached by clients.
const freshness = 5 * time.Minute

// minSize is the smallest size in pixels that a request may ask for.
const minSize = 50

// read returns the order of a request and how long the answer may be cached.
func (i *Images) read(r *http.Request, code, extension string) (at order, lifetime time.Duration, err error) {
	query := r.URL.Query()
	format, known := formatNamed(extension)
	if !known {
		return at, 0, linkpack.ErrNotFound
	}
	size, err := i.readSize(query.Get("size"))
	if err != nil {
		return at, 0, err
	}
	if query.Has("signature") {
		at, lifetime, err = i.readSigned(r.Host, code, format, query)
	} else {
		at, err = i.find(r.Context(), r.Host, code, query.Get("placement"))
		lifetime = freshness
	}
	if format != "" {
		at.format = format
	}
	at.size = size
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
	if err != nil || link.Design == "" {
		return at, err
	}
	number, err := i.shortener.LatestDesignRevision(ctx, link.Workspace, link.Design)
	if errors.Is(err, linkpack.ErrNotFound) { // the design was deleted: draw plain
		return at, nil
	}
	if err != nil {
		return order{}, err
	}
	at.design = designRevision{link.Design, number}
	at.format, err = i.formatOf(ctx, at.design)
	return at, err
}

// readSize parses the size parameter; 0 means the design's size.
func (i *Images) readSize(value string) (int, error) {
	if value == "" {
		return 0, nil
	}
	size, err := strconv.Atoi(value)
	if err != nil || size < minSize || size > i.maxSize {
		return 0, &linkpack.FieldError{Field: "size", Reason: fmt.Sprintf("must be a whole number from %d to %d", minSize, i.maxSize)}
	}
	return size, nil
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
	default:
		return "", extension == ""
	}
}
