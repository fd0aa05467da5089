package linkbreakersv1

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// The largest number of buckets of a series of all events, and of one that is divided by
// values.
const (
	maxBuckets        = 36_600
	maxDividedBuckets = 1000
)

// minutesPerDay is the usual length of a bucket.
const minutesPerDay = 24 * 60

// buckets divides a range. Each bucket ends where the next begins, and the last at the end
// of the range.
type buckets struct {
	starts []time.Time
	events []uint64
	end    time.Time
}

// interval reads the length of buckets in minutes.
func (v values) interval() (minutes int, err error) {
	if err := v.read("intervalInMinutes", &minutes); err != nil {
		return 0, err
	}
	if minutes == 0 {
		return minutesPerDay, nil
	}
	if minutes < 0 || minutes > 366*minutesPerDay {
		return 0, &linkpack.FieldError{Field: "intervalInMinutes", Reason: fmt.Sprintf("must be from 1 to %d", 366*minutesPerDay)}
	}
	return minutes, nil
}

// buckets divides the range of a query into buckets of some minutes, with their events.
// Buckets of whole days are days of the workspace. It sets the range of the query, if
// that has none.
func (h *handlers) buckets(ctx context.Context, q *figuresQuery, minutes, most int) (buckets, error) {
	length := minutes
	switch {
	case minutes%minutesPerDay == 0:
		q.Granularity, length = analytics.Daily, minutes/minutesPerDay
	case minutes%60 == 0:
		q.Granularity, length = analytics.Hourly, minutes/60
	case minutes%15 == 0:
		q.Granularity, length = analytics.QuarterHourly, minutes/15
	}
	found, err := h.statsOf(ctx, *q)
	if err != nil {
		return buckets{}, err
	}
	q.From, q.To = found.From, found.To
	var b buckets
	if q.Granularity == 0 {
		b, err = h.minuteBuckets(ctx, *q, time.Duration(minutes)*time.Minute)
	} else {
		b = bucketsOf(found, length)
	}
	q.Granularity = 0
	if err == nil && len(b.starts) > most {
		err = &linkpack.FieldError{Field: "intervalInMinutes", Reason: fmt.Sprintf("gives %d intervals in this range, at most %d are allowed", len(b.starts), most)}
	}
	return b, err
}

// bucketsOf adds up the points of a series, some in each bucket.
func bucketsOf(found *analytics.Stats, length int) (b buckets) {
	b.end = found.To
	for points := range slices.Chunk(found.Series, length) {
		var events uint64
		for _, point := range points {
			events += point.Clicks
		}
		b.starts, b.events = append(b.starts, points[0].Start), append(b.events, events)
	}
	return b
}

// minuteBuckets counts events in buckets that no statistics have.
func (h *handlers) minuteBuckets(ctx context.Context, q figuresQuery, length time.Duration) (buckets, error) {
	n := int((q.To.Sub(q.From) + length - 1) / length)
	if n > maxBuckets {
		return buckets{}, &linkpack.FieldError{Field: "intervalInMinutes", Reason: fmt.Sprintf("gives %d intervals in this range, at most %d are allowed", n, maxBuckets)}
	}
	b := buckets{starts: make([]time.Time, n), events: make([]uint64, n), end: q.To}
	for i := range b.starts {
		b.starts[i] = q.From.Add(time.Duration(i) * length)
	}
	err := h.countEach(ctx, q, func(click *analytics.Click) { b.events[b.index(click.Time)]++ })
	return b, err
}

// index returns the bucket of a time in the range.
func (b *buckets) index(at time.Time) int {
	return sort.Search(len(b.starts), func(i int) bool { return b.starts[i].After(at) }) - 1
}

// until returns the end of a bucket.
func (b *buckets) until(i int) time.Time {
	if i+1 < len(b.starts) {
		return b.starts[i+1]
	}
	return b.end
}

// wireTimeSeries is the answer to POST /v1/timeseries/events.
type wireTimeSeries struct {
	TimeSeries wireBuckets `json:"timeSeries"`
}

type wireBuckets struct {
	Data           []wireBucket `json:"data"`
	TotalIntervals int          `json:"totalIntervals"`
	TotalData      int          `json:"totalData"`
}

type wireBucket struct {
	Timestamp  time.Time `json:"timestamp"`
	EventCount int32     `json:"eventCount"`
}

// timeSeries answers POST /v1/timeseries/events.
func (h *handlers) timeSeries(ctx context.Context, q figuresQuery, sent values) (any, error) {
	minutes, err := sent.interval()
	if err != nil {
		return nil, err
	}
	b, err := h.buckets(ctx, &q, minutes, maxBuckets)
	if err != nil {
		return nil, err
	}
	data := make([]wireBucket, len(b.starts))
	for i, start := range b.starts {
		data[i] = wireBucket{start.UTC(), int32Of(b.events[i])}
	}
	return wireTimeSeries{wireBuckets{data, len(data), len(data)}}, nil
}
