package linkpack

import (
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
)

func TestCursorsOfEventsNameTheirPlaceInEachLane(t *testing.T) {
	at := analytics.EventPlace{Day: 20_000, Lane: 3, Place: analytics.Place{Block: 1 << 40, Position: 7}}
	others := at
	others.Others = analytics.Cursor{}.With(1, analytics.Place{Block: 5}).With(9, analytics.Place{Block: 6, Position: 1})
	for _, place := range []analytics.EventPlace{at, others} {
		text := eventCursor("list", place)
		if got, err := parseEventCursor("list", text); err != nil || got != place {
			t.Errorf("%q is %+v, %v, want %+v", text, got, err, place)
		}
		one := eventCursor("list", at)
		for _, wrong := range []string{text + ".", text[1:], text[:len(text)-1], one + "." + at.Others.String(), one + ".AgEB"} {
			if got, err := parseEventCursor("list", wrong); err == nil || got != (analytics.EventPlace{}) {
				t.Errorf("%q is taken for %+v", wrong, got)
			}
		}
		if _, err := parseEventCursor("other", text); err == nil {
			t.Errorf("%q is taken for a cursor of another list", text)
		}
	}
}
