package qrcode

import (
	"context"
	"iter"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// styleKey is what a style is made from.
type styleKey struct {
	design designRevision
	size   int
}

// maxStyles limits the styles that are kept, whose images may have megabytes.
const maxStyles = 8

// turn is the turn of one archive. Only one archive waits in the queue with the images
// of visitors, so that many archives do not keep these waiting.
func (a *archive) turn(ctx context.Context) (end func(), err error) {
	select {
	case a.archiving <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	done, err := a.Images.turn(ctx)
	if err != nil {
		<-a.archiving
		return nil, err
	}
	return func() { done(); <-a.archiving }, nil
}

// labels draws the codes once more, for the sheet.
func (a *archive) labels(ctx context.Context) iter.Seq2[qr.Label, error] {
	return func(yield func(qr.Label, error) bool) {
		for n, link := range a.links {
			code, err := a.sheetCode(ctx, link)
			if err != nil {
				err = &linkpack.IndexError{Index: n, Err: err}
			}
			if !yield(qr.Label{Code: code, Text: a.shortener.URL(link)}, err) {
				return
			}
		}
	}
}

func (a *archive) sheetCode(ctx context.Context, link *linkpack.Link) (*qr.Code, error) {
	end, err := a.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	return a.code(ctx, link, 0)
}

// file draws and encodes the code of a link. The warnings say why scanners may not read
// it.
func (a *archive) file(ctx context.Context, link *linkpack.Link) (file []byte, warnings []qr.Warning, err error) {
	end, err := a.turn(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer end()
	code, err := a.code(ctx, link, pixels(a.Format, a.Size))
	if err != nil {
		return nil, nil, err
	}
	file, err = encode(code, a.Format, a.Size)
	return file, code.Warnings(), err
}

// code draws the code of a link.
func (a *archive) code(ctx context.Context, link *linkpack.Link, px int) (*qr.Code, error) {
	design, err := a.latestDesign(ctx, link)
	if err != nil {
		return nil, err
	}
	key := styleKey{design, px}
	if a.styles[key] == nil {
		if len(a.styles) == maxStyles {
			clear(a.styles)
		}
		if a.styles[key], err = a.style(ctx, design, px); err != nil {
			return nil, err
		}
	}
	text, err := a.shortener.ScanURL(link, a.Placement)
	if err != nil {
		return nil, err
	}
	return draw(a.styles[key], text)
}
