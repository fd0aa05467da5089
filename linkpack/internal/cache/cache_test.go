package cache

import (
	"context"
	"testing"
	"time"
)

// word is an entry with a text.
type word struct {
	text string
	Head
}

// newWords returns a cache that uses load, its clock, and the number of loads so
// far.
func newWords(load func(Address) *word) (c *Cache[*word], now *time.Time, loads *int) {
	now, loads = new(time.Time), new(int)
	*now = time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)
	c = New(1<<20, time.Minute, func() time.Time { return *now }, func(_ context.Context, at Address) (*word, error) {
		*loads++
		return load(at), nil
	})
	return c, now, loads
}

func TestAnAddressIsLoadedWithDomainAndCode(t *testing.T) {
	c, now, loads := newWords(func(at Address) *word { return &word{text: at.Domain + " " + at.Code, Head: Head{Weight: 100}} })
	defer c.Close()
	for at, want := range map[Address]string{{"", "x"}: " x", {"go.example", "x"}: "go.example x"} {
		for range 2 {
			if e, err := c.Get(t.Context(), at, *now); err != nil || e.text != want {
				t.Errorf("%v is %+v, %v", at, e, err)
			}
		}
	}
	if counted, entries, weight := c.Figures(); *loads != 2 || counted.Hits != 2 || counted.Misses != 2 || entries != 2 || weight != 200 {
		t.Errorf("%d loads, %+v, %d entries of %d bytes", *loads, counted, entries, weight)
	}
}

func TestHowLongAnEntryIsBelieved(t *testing.T) {
	at := Address{Code: "x"}
	for _, c := range []struct {
		miss  Miss
		after time.Duration
		loads int
	}{
		{Found, 59 * time.Second, 1},
		{Found, time.Minute, 2},
		{Found, -time.Second, 2}, // the clock was set back
		{UnknownCode, time.Second, 2},
		{DeletedCode, time.Second, 2},
	} {
		words, now, loads := newWords(func(Address) *word { return &word{Head: Head{Weight: 100, Miss: c.miss}} })
		for _, when := range []time.Duration{0, c.after} {
			*now = now.Add(when)
			if _, err := words.Get(t.Context(), at, *now); err != nil {
				t.Error(err)
			}
		}
		if *loads != c.loads {
			t.Errorf("%+v: loaded %d times", c, *loads)
		}
		words.Close()
	}
}

func TestWhatIsInvalidatedIsLoadedAnew(t *testing.T) {
	at := Address{Code: "x"}
	c, now, loads := newWords(func(Address) *word { return &word{Head: Head{Weight: 100}} })
	defer c.Close()
	for i, invalidate := range []func(){func() {}, func() { c.Invalidate(at) }, c.InvalidateAll} {
		invalidate()
		if _, ok := c.Peek(at); ok {
			t.Errorf("step %d: there is an entry", i)
		}
		if _, err := c.Get(t.Context(), at, *now); err != nil || *loads != i+1 {
			t.Errorf("step %d: loaded %d times, %v", i, *loads, err)
		}
		if _, ok := c.Peek(at); !ok {
			t.Errorf("step %d: there is no entry", i)
		}
	}
}
