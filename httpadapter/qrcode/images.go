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
// concurrent use. Pictures are drawn on half of the processors at most, so that
// redirects find one that is free.
type Images struct {
	shortener *linkpack.Shortener
	maxSize   int
	log       *slog.Logger
	drawn     *otter.Cache[order, *picture]
	formats   *otter.Cache[designRevision, qr.Format]
	working   chan struct{} // has room for those who may draw or read a design
}

// maxFormats bounds the memory of the formats that designs prefer, at about 200
// bytes each.
const maxFormats = 10_000

// New returns the images of a Shortener's links. nil options are the defaults.
func New(s *linkpack.Shortener, opts *Options) *Images {
	o := opts.withDefaults()
	return &Images{
		shortener: s, maxSize: min(o.MaxSize, qr.MaxSize), log: o.Logger,
		drawn: otter.Must(&otter.Options[order, *picture]{
			MaximumWeight: uint64(o.CacheBytes),
			Weigher:       func(at order, p *picture) uint32 { return uint32(len(at.text) + len(p.file) + 300) },
		}),
		formats: otter.Must(&otter.Options[designRevision, qr.Format]{MaximumSize: maxFormats}),
		working: make(chan struct{}, max(runtime.GOMAXPROCS(0)/2, 1)),
	}
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
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

// maxWait is how long a request waits for its turn; servers end those that take
// much longer.
const maxWait = 10 * time.Second

// errBusy says that others kept drawing for as long as a request waits.
var errBusy = errors.New("too many images are being drawn")

// begin waits for its turn to do what takes a processor and some memory, however
// many ask for it at once. Call end when it is done.
func (i *Images) begin(ctx context.Context) (end func(), err error) {
	select {
	case i.working <- struct{}{}:
		return func() { <-i.working }, nil
	case <-time.After(maxWait):
		return nil, errBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
