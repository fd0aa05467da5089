package qrcode

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// Options configure [Images]. The zero value works.
type Options struct {
	// MaxSize is the largest size in pixels that a request may ask for. Defaults
	// to 2,000; at most [qr.MaxSize].
	MaxSize int
	// CacheBytes limits the memory of cached images. Defaults to 16 MiB.
	CacheBytes int
	// Logger logs failures that are not shown to the client. Defaults to
	// [slog.Default]. To discard them, set slog.New(slog.DiscardHandler).
	Logger *slog.Logger
}

// Images draws and serves the QR codes of a Shortener's links. It is safe for
// concurrent use. It draws on at most half of the processors, which leaves the
// others to redirects.
type Images struct {
	shortener *linkpack.Shortener
	maxSize   int
	log       *slog.Logger
	drawn     *otter.Cache[order, *picture]
	formats   *otter.Cache[designRevision, qr.Format]
	working   chan struct{} // limits how many requests draw or read a design at once
	archiving chan struct{} // held by the one archive that waits for its turn or has it
}

// maxFormats limits the cache of the designs' preferred formats, of about 200 bytes
// each.
const maxFormats = 10_000

// New returns Images for a Shortener's links. A nil opts means the defaults. Without
// a Shortener, the error is a [linkpack.FieldError].
func New(s *linkpack.Shortener, opts *Options) (*Images, error) {
	if s == nil {
		return nil, &linkpack.FieldError{Field: "shortener", Reason: "is required"}
	}
	o := opts.withDefaults()
	return &Images{
		shortener: s, maxSize: min(o.MaxSize, qr.MaxSize), log: o.Logger,
		drawn: otter.Must(&otter.Options[order, *picture]{
			MaximumWeight: uint64(o.CacheBytes),
			Weigher:       func(at order, p *picture) uint32 { return uint32(len(at.text) + len(p.file) + 300) },
		}),
		formats:   otter.Must(&otter.Options[designRevision, qr.Format]{MaximumSize: maxFormats}),
		working:   make(chan struct{}, max(runtime.GOMAXPROCS(0)/2, 1)),
		archiving: make(chan struct{}, 1),
	}, nil
}

// withDefaults returns a copy of o with every unset field filled in.
func (o *Options) withDefaults() Options {
	var c Options
	if o != nil {
		c = *o
	}
	if c.MaxSize <= 0 {
		c.MaxSize = 2000
	}
	if c.CacheBytes <= 0 {
		c.CacheBytes = 16 << 20
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	return c
}

// maxWait is how long a request waits for its turn. Servers often end requests that
// take much longer.
const maxWait = 10 * time.Second

// errBusy is returned when a request got no turn within maxWait.
var errBusy = errors.New("too many images are being drawn")

// begin is turn, but waits no longer than maxWait.
func (i *Images) begin(ctx context.Context) (end func(), err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, maxWait, errBusy)
	defer cancel()
	return i.turn(ctx)
}

// turn waits for a turn to do work that takes a processor and much memory. Call end
// when the work is done.
func (i *Images) turn(ctx context.Context) (end func(), err error) {
	select {
	case i.working <- struct{}{}:
		return func() { <-i.working }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
