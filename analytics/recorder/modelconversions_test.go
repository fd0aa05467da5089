package recorder_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// conversion is what the tests know of a conversion.
type conversion struct {
	kind, currency string
	millionths     uint64
	first          bool
}

// convert counts a conversion in the range.
func (a *answer) convert(f fact, splits map[[2]string]uint64) {
	c := f.conversion
	a.Conversions++
	for _, points := range [][]analytics.Point{a.Daily, a.Series} {
		if p := bucketOf(points, f); p != nil {
			p.Conversions++
		}
	}
	a.kinds[[2]string{c.kind, c.currency}] = append(a.kinds[[2]string{c.kind, c.currency}], c.millionths)
	if c.first {
		a.Converted++
	}
	for _, v := range f.variants {
		splits[v] += 0
		counts := a.converted[v]
		counts[0]++
		if c.first {
			counts[1]++
		}
		a.converted[v] = counts
	}
}

// conversionKinds lists the kinds, most conversions first.
func (a *answer) conversionKinds(n int) (counts []analytics.ConversionCount) {
	for name, values := range a.kinds {
		sum := uint64(0)
		for _, v := range values {
			sum += v
		}
		counts = append(counts, analytics.ConversionCount{Kind: name[0], Currency: name[1], Count: uint64(len(values)), Value: float64(sum) / 1e6})
	}
	slices.SortFunc(counts, func(a, b analytics.ConversionCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Currency, b.Currency))
	})
	if n == 0 || len(counts) <= n {
		return counts
	}
	rest := analytics.ConversionCount{Kind: "Other", Rest: true}
	for _, c := range counts[n:] {
		rest.Count += c.Count
	}
	return append(counts[:n:n], rest)
}

// compareConversions fails the test when the kinds differ.
func compareConversions(t *testing.T, got *analytics.Stats, want *answer) {
	t.Helper()
	if !slices.Equal(got.ConversionKinds, want.ConversionKinds) {
		t.Errorf("conversions:\ngot  %v\nwant %v", got.ConversionKinds, want.ConversionKinds)
	}
}

// track has a person's click tracked.
func track(hit *analytics.Hit, f *fact, random uint64) {
	if f.class == analytics.Human {
		f.id = analytics.NewClickID(f.time, analytics.Lane(random%3), random)
		hit.ID = f.id
	}
}

// convert converts some of the tracked clicks. Clicks that retention has removed cannot
// be converted.
func (r *run) convert(n int) {
	r.Helper()
	var tracked []int
	for i, f := range r.model {
		if f.id != (analytics.ClickID{}) {
			tracked = append(tracked, i)
		}
	}
	for range min(n, len(tracked)) {
		r.convertClick(tracked[r.IntN(len(tracked))])
	}
}

// convertClick converts a click of the model, now or some time ago.
func (r *run) convertClick(i int) {
	r.Helper()
	f := r.model[i]
	f.time, f.class, f.id = *r.clock.Load(), analytics.Conversion, analytics.ClickID{}
	var id analytics.ClickID
	if r.IntN(3) == 0 {
		f.time = f.time.Add(-time.Duration(r.IntN(40*3600)) * time.Second)
		id = analytics.NewClickID(f.time, 0, r.Uint64())
	}
	f.conversion = &conversion{
		kind: []string{"purchase", "form.submitted", "sign-up"}[r.IntN(3)], currency: []string{"", "EUR", "JPY"}[r.IntN(3)],
		millionths: r.Uint64N(1 << r.IntN(45)), first: !f.converted,
	}
	got, err := r.recorder.Convert(context.Background(), id, analytics.ConversionFacts{
		Click: r.model[i].id.String(), Kind: f.conversion.kind, Currency: f.conversion.currency, Value: float64(f.conversion.millionths) / 1e6,
	})
	if r.retention > 0 && errors.Is(err, analytics.ErrUnknownClick) {
		return
	}
	r.tell(err)
	if got.Converted.First != f.conversion.first || !got.Time.Equal(f.time) {
		r.Fatalf("the conversion is %+v at %v, want %+v at %v", got.Converted, got.Time, f.conversion, f.time)
	}
	r.model[i].converted = true
	r.model = append(r.model, f)
}
