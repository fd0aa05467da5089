package recorder_test

import (
	"errors"
	"iter"
	"reflect"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// tracked is a hit of a link that tracks conversions.
func tracked(link uint32, at time.Time, random uint64) analytics.Hit {
	h := hit(link)
	h.Visit.Time = at
	h.ID = analytics.NewClickID(at, 0, random)
	return h
}

// purchase are facts of a conversion of a click.
func purchase(click analytics.ClickID) analytics.ConversionFacts {
	return analytics.ConversionFacts{
		Click: click.String(), Kind: "purchase", Value: 19.99, Currency: "EUR",
		FormResponses: []byte(`{ "name": "Ann" }`), Properties: []byte(`[1,2]`),
	}
}

// event returns the click with an ID.
func event(t *testing.T, r *recorder.Recorder, id string) analytics.Click {
	t.Helper()
	c, err := r.Event(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestClicksAreFoundByTheirIDs(t *testing.T) {
	store := memory.New()
	r := open(t, store, nil)
	h := tracked(7, noon, 1<<63|5)
	h.Person = 99
	record(t, r, hit(6), h, hit(7), hit(8))
	record(t, r, hit(7), tracked(7, noon.Add(time.Millisecond), 1<<63|5))
	all := 0
	for c, err := range r.Export(t.Context(), analytics.Selection{}) {
		if err != nil {
			t.Fatal(err)
		}
		if got := event(t, r, c.ID); !reflect.DeepEqual(got, c) {
			t.Errorf("found  %+v\nwanted %+v", got, c)
		}
		all++
	}
	if got := event(t, r, h.ID.String()); all != 6 || !got.Tracked || got.Person != 99 || got.Link.Number != 7 {
		t.Errorf("of %d clicks, %+v", all, got)
	}
}

func TestIDsThatNobodyHasAreUnknown(t *testing.T) {
	r := open(t, memory.New(), nil)
	h := tracked(7, noon, 5)
	record(t, r, h, hit(7))
	untracked := newest(t, r, 7, 1)[0].ID
	if event(t, r, untracked).Tracked {
		t.Fatal("the newest click is tracked")
	}
	for name, id := range map[string]string{
		"empty": "", "no id": "x", "truncated": h.ID.String()[:35], "too long": h.ID.String() + "0",
		"other random bits": analytics.NewClickID(noon, 0, 6).String(), "another time": analytics.NewClickID(noon.Add(1e6), 0, 5).String(),
		"another lane": analytics.NewClickID(noon, 1, 5).String(), "another version": h.ID.String()[:14] + "4" + h.ID.String()[15:],
		"a place behind the log": untracked[:24] + "1" + untracked[25:], "another visitor": untracked[:35] + string(untracked[35]^1),
	} {
		if c, err := r.Event(t.Context(), id); !errors.Is(err, analytics.ErrUnknownClick) {
			t.Errorf("%s %q: %+v, %v", name, id, c, err)
		}
	}
}

func TestAClickIsFoundBeforeItIsOnDisk(t *testing.T) {
	r := open(t, memory.New(), nil)
	h := tracked(7, noon, 5)
	if err := r.Record(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	if got := event(t, r, h.ID.String()); got.ID != h.ID.String() {
		t.Errorf("got %+v", got)
	}
}

func TestAConversionHasTheFactsOfItsClick(t *testing.T) {
	store := memory.New()
	r := open(t, store, nil)
	h := tracked(7, noon, 5)
	h.Rule, h.Draws, h.Person = 0, []routing.Draw{{Split: 0, U: 12.3}}, 3
	h.Visit.Referer, h.Visit.Query = "https://news.example.org/", "qr=hall&utm_medium=email"
	record(t, r, h)
	at := noon.Add(36 * time.Hour)
	id := analytics.NewClickID(at, 0, 77)
	got, err := r.Convert(t.Context(), id, purchase(h.ID))
	if err != nil {
		t.Fatal(err)
	}
	if stored := event(t, r, id.String()); !reflect.DeepEqual(stored, got) {
		t.Errorf("stored   %+v\nreturned %+v", stored, got)
	}
	want := event(t, r, h.ID.String())
	want.ID, want.Time, want.Class, want.Addr = id.String(), at, analytics.Conversion, got.Addr
	want.Converted = &analytics.ConversionFacts{
		Click: h.ID.String(), First: true, Kind: "purchase", Value: 19.99, Currency: "EUR",
		FormResponses: []byte(`{"name":"Ann"}`), Properties: []byte(`[1,2]`),
	}
	if !reflect.DeepEqual(got, want) || got.Addr.IsValid() {
		t.Errorf("got  %+v %+v\nwant %+v", got, got.Converted, want)
	}
	if m := r.Metrics(); m.Recorded != 1 || m.Conversions != 1 || m.Classes[analytics.Human] != 1 {
		t.Errorf("metrics %+v", m)
	}
}

func TestOnlyTheFirstConversionOfAClickIsFirst(t *testing.T) {
	store := memory.New()
	r := open(t, store, nil)
	h, other := tracked(7, noon, 5), tracked(7, noon, 6)
	record(t, r, h, other)
	id, _ := r.NewID(noon)
	for i, want := range []bool{true, false, false, false} {
		if i == 3 {
			if err := r.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		c, err := r.Convert(t.Context(), analytics.ClickID{}, purchase(h.ID))
		if err != nil || c.Converted.First != want {
			t.Errorf("conversion %d: %+v, %v", i, c.Converted, err)
		}
	}
	for i := range 3 { // the same again, queued and on disk
		if c, err := r.Convert(t.Context(), id, purchase(other.ID)); err != nil || !c.Converted.First || c.ID != id.String() {
			t.Errorf("try %d: %+v, %v", i, c, err)
		}
	}
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := r.Metrics(); m.Conversions != 5 {
		t.Errorf("%d conversions, want 5", m.Conversions)
	}
}

func TestConversionsThatCannotBeAreRefused(t *testing.T) {
	r := open(t, memory.New(), nil)
	h := tracked(7, noon, 5)
	record(t, r, h, hit(7))
	untracked := newest(t, r, 7, 1)[0].ID
	c, err := r.Convert(t.Context(), analytics.ClickID{}, purchase(h.ID))
	if err != nil {
		t.Fatal(err)
	}
	for name, id := range map[string]string{
		"no click": "", "an unknown one": analytics.NewClickID(noon, 0, 6).String(),
		"one that is not tracked": untracked, "a conversion": c.ID,
	} {
		facts := purchase(h.ID)
		facts.Click = id
		if _, err := r.Convert(t.Context(), analytics.ClickID{}, facts); !errors.Is(err, analytics.ErrUnknownClick) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for field, spoil := range map[string]func(id *analytics.ClickID, f *analytics.ConversionFacts){
		"ID":            func(id *analytics.ClickID, _ *analytics.ConversionFacts) { *id = h.ID },
		"Kind":          func(_ *analytics.ClickID, f *analytics.ConversionFacts) { f.Kind = "Purchase" },
		"Value":         func(_ *analytics.ClickID, f *analytics.ConversionFacts) { f.Value = -0.01 },
		"Currency":      func(_ *analytics.ClickID, f *analytics.ConversionFacts) { f.Currency = "eur" },
		"FormResponses": func(_ *analytics.ClickID, f *analytics.ConversionFacts) { f.FormResponses = []byte(`{`) },
		"Properties":    func(_ *analytics.ClickID, f *analytics.ConversionFacts) { f.Properties = []byte("\"\xff\"") },
	} {
		id, facts := analytics.ClickID{}, purchase(h.ID)
		spoil(&id, &facts)
		_, err := r.Convert(t.Context(), id, facts)
		if wrong, ok := errors.AsType[*routing.FieldError](err); !ok || wrong.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := r.Metrics(); m.Conversions != 1 {
		t.Errorf("%d conversions, want 1", m.Conversions)
	}
}

func TestPersonsOfALink(t *testing.T) {
	r := open(t, memory.New(), nil)
	var hits []analytics.Hit
	for i := range uint64(30) {
		h := tracked(7+uint32(i%2), noon, i)
		h.Person = i%10 + 1
		hits = append(hits, h)
	}
	record(t, r, hits...)
	record(t, r, hits[:10]...)
	var all []uint64
	for after := uint64(0); ; after = all[len(all)-1] {
		some, err := r.Persons(t.Context(), 7, after, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(some) == 0 {
			break
		}
		all = append(all, some...)
	}
	if want := []uint64{1, 3, 5, 7, 9}; !reflect.DeepEqual(all, want) {
		t.Errorf("got %v, want %v", all, want)
	}
}

// TestTrackedClicksSurviveExportAndImport moves clicks of all kinds to another store.
func TestTrackedClicksSurviveExportAndImport(t *testing.T) {
	r := open(t, memory.New(), nil)
	h := tracked(1, noon, 5)
	h.Person = 8
	record(t, r, h, hit(1))
	if _, err := r.Convert(t.Context(), analytics.NewClickID(noon.Add(time.Second), 0, 9), purchase(h.ID)); err != nil {
		t.Fatal(err)
	}
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	var want []analytics.Click
	for c, err := range r.Export(t.Context(), analytics.Selection{}) {
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, c)
	}
	other := open(t, memory.New(), nil)
	record(t, other, hit(2)) // so that places differ
	if n, err := other.Import(t.Context(), hitsOfLink(want)); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	for i, c := range want {
		if !c.Tracked {
			continue
		}
		if got := event(t, other, c.ID); !reflect.DeepEqual(got, c) {
			t.Errorf("click %d:\ngot  %+v\nwant %+v", i, got, c)
		}
	}
}

// hitsOfLink yields the hits of recorded clicks of link 1.
func hitsOfLink(clicks []analytics.Click) iter.Seq2[analytics.Hit, error] {
	return func(yield func(analytics.Hit, error) bool) {
		for i := range clicks {
			if !yield(recorder.HitOf(&clicks[i], plan(clicks[i].Link.Number))) {
				return
			}
		}
	}
}

func TestHitsWithIDsThatDoNotFitAreRefused(t *testing.T) {
	r := open(t, memory.New(), nil)
	for field, spoil := range map[string]func(*analytics.Hit){
		"ID": func(h *analytics.Hit) { h.ID[0]++ }, "Person": func(h *analytics.Hit) { h.ID, h.Person = analytics.ClickID{}, 1 },
		"Converted": func(h *analytics.Hit) { h.Recorded = &analytics.Click{Class: analytics.Conversion} },
		"Converted.Click": func(h *analytics.Hit) {
			h.Recorded = &analytics.Click{Class: analytics.Conversion, Converted: &analytics.ConversionFacts{Click: "x", Kind: "x"}}
		},
	} {
		h := tracked(7, noon, 5)
		spoil(&h)
		err := r.Record(t.Context(), h)
		if wrong, ok := errors.AsType[*routing.FieldError](err); !ok || wrong.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
