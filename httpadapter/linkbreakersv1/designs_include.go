package linkbreakersv1

import (
	"context"
	"errors"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter/qrcode"
	"github.com/linkpack/linkpack-go/linkpack"
)

// signedFor is how long the URL of a code works.
const signedFor = 7 * 24 * time.Hour

// addSignedURLs adds the URLs of the codes of links, for callers who may read these. A
// damaged design has no code.
func (h *handlers) addSignedURLs(ctx context.Context, shown []wireLink, links []*linkpack.Link) error {
	if h.codes == nil {
		return nil
	}
	for i, link := range links {
		url, err := h.codes.SignedURL(ctx, link, qrcode.SignedImage{Expires: h.shortener.Now().Add(signedFor)})
		if errors.Is(err, linkpack.ErrForbidden) || errors.Is(err, linkpack.ErrDamaged) {
			continue
		}
		if err != nil {
			return err
		}
		shown[i].signedURL = signedURL{url, url}
	}
	return nil
}

// addDesigns adds the designs of links that have one. Each is read once.
func (h *handlers) addDesigns(ctx context.Context, shown []wireLink, links []*linkpack.Link) error {
	known := map[string]*wireDesign{"": nil}
	for i, link := range links {
		design, isKnown := known[link.Design]
		if !isKnown {
			var err error
			if design, err = h.designNamed(ctx, link.Workspace, link.Design); err != nil {
				return err
			}
			known[link.Design] = design
		}
		shown[i].QRCodeDesign = design
	}
	return nil
}

// designNamed returns a design, or nil if it was deleted or is damaged.
func (h *handlers) designNamed(ctx context.Context, workspace, id string) (*wireDesign, error) {
	found, err := h.shortener.Design(ctx, workspace, id)
	if err != nil {
		return nil, unlessLost(err)
	}
	design, err := designOf(found)
	if err != nil {
		return nil, unlessLost(err)
	}
	return &design, nil
}

// unlessLost returns an error of reading a design, or nil if there is nothing to read.
func unlessLost(err error) error {
	if errors.Is(err, linkpack.ErrNotFound) || errors.Is(err, linkpack.ErrDamaged) {
		return nil
	}
	return err
}
