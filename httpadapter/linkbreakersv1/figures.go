package linkbreakersv1

import (
	"cmp"
	"context"
	"errors"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// figuresQuery says which events are to be counted: those of a link or of a workspace, in
// a range. Events are clicks and scans by people.
type figuresQuery struct {
	workspace string
	link      string // its ID, or "" for all links
	damage    *error // why single events were left out
	analytics.Query
}

// textOf returns the text of a field or parameter, or "" if it is absent.
type textOf func(name string) (string, error)

// text returns the text of one of the fields, or "" if it is absent or null.
func (v values) text(name string) (text string, err error) { return text, v.read(name, &text) }

// figuresQuery reads the fields that all requests for figures have.
func (h *handlers) figuresQuery(ctx context.Context, text textOf, p linkpack.Principal) (q figuresQuery, err error) {
	q.workspace, q.Exact, q.damage = p.Workspace, true, new(error)
	if q.Location, err = h.shortener.Timezone(ctx, p.Workspace); err != nil {
		return q, err
	}
	if q.link, err = text("linkId"); err != nil {
		return q, err
	}
	if q.link != "" {
		if q.link, err = h.linkID(ctx, p.Workspace, q.link); err != nil {
			return q, err
		}
	}
	if err := q.readRange(text); err != nil {
		return q, err
	}
	if q.To.IsZero() && q.From.After(h.shortener.Now()) {
		return q, &linkpack.FieldError{Field: "startDate", Reason: "must not be in the future"}
	}
	return q, nil
}

// readRange reads the range, to the quarter of an hour in which it begins and ends. A day
// as the end is part of it.
func (q *figuresQuery) readRange(text textOf) (err error) {
	if q.From, _, err = readTime("startDate", text, q.Location); err != nil {
		return err
	}
	q.From = q.From.Truncate(quarter)
	end, isDay, err := readTime("endDate", text, q.Location)
	if err != nil || end.IsZero() {
		return err
	}
	if isDay {
		end = end.AddDate(0, 0, 1)
	}
	if q.To = end.Add(quarter - 1).Truncate(quarter); !q.From.IsZero() && !end.After(q.From) {
		return &linkpack.FieldError{Field: "endDate", Reason: "must be after startDate"}
	}
	return nil
}

// quarter is the time in which statistics count events together.
const quarter = 15 * time.Minute

// readTime reads a time as in 2026-01-31T08:00:00Z, or a date as in 2026-01-31 in a zone.
func readTime(name string, text textOf, zone *time.Location) (at time.Time, isDay bool, err error) {
	sent, err := text(name)
	if err != nil || sent == "" {
		return at, false, err
	}
	if day, err := time.ParseInLocation(time.DateOnly, sent, zone); err == nil {
		return day, true, nil
	}
	if at, err = time.Parse(time.RFC3339, sent); err != nil {
		err = &linkpack.FieldError{Field: name, Reason: "must be a time as in 2026-01-31T08:00:00Z or a date as in 2026-01-31"}
	}
	return at, false, err
}

// limit reads the largest number of values of an answer. Zero means the usual one.
func (v values) limit(usual int) (n int, err error) {
	if err := v.read("limit", &n); err != nil {
		return 0, err
	}
	switch {
	case n == 0:
		return usual, nil
	case n < 0 || n > 1000:
		return 0, &linkpack.FieldError{Field: "limit", Reason: "must be a whole number from 1 to 1000"}
	}
	return n, nil
}

// statsOf returns the statistics of the events.
func (h *handlers) statsOf(ctx context.Context, q figuresQuery) (found *analytics.Stats, err error) {
	if q.link == "" {
		found, err = h.shortener.StatsOf(ctx, linkpack.LinkQuery{Workspace: q.workspace}, q.Query)
	} else {
		found, err = h.shortener.Stats(ctx, q.workspace, q.link, q.Query)
	}
	return found, err
}

// inWordsOfFigures returns an error of the engine with the names that requests for
// figures have for its fields.
func inWordsOfFigures(err error) error {
	fields := httpadapter.FieldErrors(err)
	if len(fields) == 0 {
		return err
	}
	names := map[string]string{"from": "startDate", "to": "endDate", "From": "startDate", "To": "endDate", "Granularity": "intervalInMinutes"}
	reasons := strings.NewReplacer("after from", "after startDate", "after From", "after startDate")
	renamed := make([]error, len(fields))
	for i, field := range fields {
		renamed[i] = &linkpack.FieldError{Field: cmp.Or(names[field.Field], field.Field), Reason: reasons.Replace(field.Reason)}
	}
	return errors.Join(renamed...)
}

// answerFigures returns a handler of a request for figures, which reads the body and the
// fields that all have. If answer returns figures and an error, it is about links that are
// left out.
func (h *handlers) answerFigures(answer func(ctx context.Context, q figuresQuery, sent values) (any, error)) httpadapter.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
		sent, err := readValues(r)
		if err != nil {
			return err
		}
		q, err := h.figuresQuery(r.Context(), sent.text, p)
		if err != nil {
			return err
		}
		figures, err := answer(r.Context(), q, sent)
		if figures == nil {
			return inWordsOfFigures(err)
		}
		return httpadapter.WriteList(w, figures, errors.Join(err, *q.damage))
	}
}

// int32Of returns a count as the API has it, or the largest number that it has.
func int32Of(n uint64) int32 { return int32(min(n, math.MaxInt32)) }

// percentOf returns a part of a whole in percent.
func percentOf(part, whole uint64) float64 { return 100 * float64(part) / float64(max(whole, 1)) }
