package analytics

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// TestCursorHasAPlaceInEachLane moves a cursor in many lanes and wants each place
// to be where it was put, also after the cursor was text.
func TestCursorHasAPlaceInEachLane(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var c Cursor
	want := map[Lane]Place{}
	for range 500 {
		lane, at := Lane(random.UintN(uint(MaxLane)+1)), Place{1 + random.Uint64()>>random.UintN(64), random.Uint32() >> random.UintN(32)}
		c, want[lane] = c.With(lane, at), at
	}
	c, err := ParseCursor(c.String())
	if err != nil {
		t.Fatal(err)
	}
	for lane := range MaxLane + 1 {
		if got := c.Place(lane); got != want[lane] {
			t.Errorf("in lane %d it is at %v, want %v", lane, got, want[lane])
		}
	}
	backwards := Cursor{}
	for lane := int(MaxLane); lane >= 0; lane-- {
		if at, ok := want[Lane(lane)]; ok {
			backwards = backwards.With(Lane(lane), at)
		}
	}
	if backwards != c {
		t.Error("cursors of the same places differ")
	}
}

func TestCursorsOfTenLanesAreShort(t *testing.T) {
	var c Cursor
	for lane := range Lane(10) {
		c = c.With(lane, Place{1_000_000, 4000})
	}
	if n := len(c.String()); n > 100 {
		t.Errorf("the text has %d bytes: %s", n, c)
	}
}

func TestACursorIncludesWhatIsBeforeItInEachLane(t *testing.T) {
	at := func(places ...uint64) (c Cursor) {
		for lane, block := range places {
			if block > 0 {
				c = c.With(Lane(lane), Place{Block: block, Position: 1})
			}
		}
		return c
	}
	for _, try := range []struct {
		c, o Cursor
		want bool
	}{
		{at(), at(), true}, {at(1), at(), true}, {at(), at(1), false}, {at(2), at(2), true}, {at(2), at(3), false},
		{at(3, 1), at(2), true}, {at(3, 1), at(2, 2), false}, {at(0, 5), at(1), false},
	} {
		if got := try.c.Includes(try.o); got != try.want {
			t.Errorf("%s includes %s: %t", try.c, try.o, got)
		}
	}
}

func TestTextThatIsNoCursorIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"of version 1":           "AQAA",
		"not base64":             "Ag=",
		"of nothing":             "AA",
		"a lane that can not be": "AoAIAQA",
		"lanes out of order":     "AgMBAAEBAA",
		"a lane twice":           "AgMBAAMBAA",
		"a beginning":            "AgAAAA",
		"cut off":                "AgAB",
		"a long number":          "AgCBgAA",
		"very long":              strings.Repeat("A", 1<<20),
	} {
		_, err := ParseCursor(text)
		var wrong *routing.FieldError
		if !errors.As(err, &wrong) || wrong.Field != "Cursor" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
