package recorder

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

const defaultQueueSize = 1 << 16

// withDefaults returns the options with the defaults filled in.
func withDefaults(o *analytics.Options) (analytics.Options, error) {
	var opts analytics.Options
	if o != nil {
		opts = *o
	}
	if opts.QueueSize < 0 || opts.QueueSize > clicklog.MaxQueueSize {
		return opts, &routing.FieldError{Field: "QueueSize", Reason: fmt.Sprintf("must be 0 to %d", clicklog.MaxQueueSize)}
	}
	if opts.Addresses > analytics.DropAddresses {
		return opts, &routing.FieldError{Field: "Addresses", Reason: "is not one of the constants"}
	}
	if opts.KeyDays != 0 && opts.KeyDays != 1 && opts.KeyDays != 30 {
		return opts, &routing.FieldError{Field: "KeyDays", Reason: "must be 1 or 30"}
	}
	if opts.Retention < 0 || opts.Retention > 0 && opts.Retention < time.Hour {
		return opts, &routing.FieldError{Field: "Retention", Reason: "must be 0 or at least an hour"}
	}
	if opts.QueueSize == 0 {
		opts.QueueSize = defaultQueueSize
	}
	if opts.KeyDays == 0 {
		opts.KeyDays = 1
	}
	if opts.Clock == nil {
		opts.Clock = time.Now
	}
	if opts.Random == nil {
		opts.Random = rand.Reader
	}
	if opts.Logger == nil {
		opts.Logger = slog.Default()
	}
	return opts, nil
}
