package webhook

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// outcome is what became of an attempt.
type outcome struct {
	status     int
	err        error // nil if it was taken
	retryAfter time.Duration
	at         time.Time // when it began
	took       time.Duration
	unsent     bool // it was not sent since the event could not be read
}

// ended returns when the attempt ended.
func (o *outcome) ended() time.Time { return o.at.Add(o.took) }

// isMoot reports whether there is nothing to send.
func (o *outcome) isMoot() bool { return errors.Is(o.err, errUnwanted) || errors.Is(o.err, errNoEvent) }

// errUnwanted means that a webhook does not want an event, as is found out when its body
// is made.
var errUnwanted = errors.New("webhook: not wanted")

// errNoEvent means that an event is no longer in the logs.
var errNoEvent = errors.New("the event was removed")

const (
	// maxRetryAfter is the longest Retry-After that is obeyed.
	maxRetryAfter = 24 * time.Hour
	// maxFailing is how long attempts may fail without a success before the webhook is
	// disabled.
	maxFailing = 5 * 24 * time.Hour
	// maxError is the most bytes of an error that are stored.
	maxError = 300
)

// delays returns how long a delivery waits after each failed attempt but the last.
func delays() [8]time.Duration {
	return [...]time.Duration{
		5 * time.Second, 30 * time.Second, 5 * time.Minute, 30 * time.Minute,
		2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 10 * time.Hour,
	}
}

// jitter is how much longer or shorter a delay becomes at most.
const jitter = 0.2

// delay returns how long to wait after the end of a number of attempts, or false after the last. chance
// is a number in [0,1).
func (o *outcome) delay(attempts int, chance float64) (time.Duration, bool) {
	all := delays()
	if attempts > len(all) {
		return 0, false
	}
	wait := time.Duration(float64(all[max(attempts, 1)-1]) * (1 - jitter + 2*jitter*chance))
	return max(wait, o.retryAfter), true
}

// retryAfter reads the Retry-After of an answer: seconds or a time (RFC 9110, section
// 10.2.3).
func retryAfter(header http.Header, now time.Time) time.Duration {
	text := strings.TrimSpace(header.Get("Retry-After"))
	wait := time.Duration(0)
	if seconds, err := strconv.ParseUint(text, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		wait = time.Duration(min(seconds, uint64(maxRetryAfter/time.Second))) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), maxRetryAfter)
}

// note writes the outcome of an attempt into a delivery. One that was not sent is no
// attempt, unless the event is damaged and will be so the next time.
func (o *outcome) note(d *Delivery) {
	if !o.unsent || errors.Is(o.err, linkpack.ErrDamaged) {
		d.Attempts++
	}
	d.SentAt, d.Took, d.Status, d.Error, d.NextAt = o.at, o.took, o.status, o.text(), time.Time{}
	d.State = Delivered
	if o.err != nil {
		d.State = Dead
	}
}

// noteByHand is note for an attempt that [Webhooks.Resend] made.
func (o *outcome) noteByHand(d *Delivery) {
	old := *d
	o.note(d)
	d.Attempts = old.Attempts
	if o.err != nil {
		d.State, d.NextAt = old.State, old.NextAt
	}
}

// text returns the error as it is shown.
func (o *outcome) text() string {
	switch {
	case o.err == nil:
		return ""
	case o.unsent:
		return "the event could not be read"
	default:
		text := o.err.Error()
		return strings.ToValidUTF8(text[:min(len(text), maxError)], "")
	}
}
