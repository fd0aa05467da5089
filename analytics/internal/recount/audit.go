package recount

import (
	"time"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// maxFindings bounds the memory of an audit.
const maxFindings = 10_000

// dateOf returns the beginning of a UTC day.
func dateOf(day uint32) time.Time { return time.UnixMilli(int64(day) * wire.MsPerDay).UTC() }
