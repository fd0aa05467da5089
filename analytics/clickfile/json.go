package clickfile

import (
	"bufio"
	"fmt"
	"io"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// WriteJSON writes clicks as JSON objects, one on each line, in UTF-8. The
// fields are named like the columns of [Columns]; those that are empty are
// left out, and draws are [{"split": "s1", "u": 12.3}].
//
// It returns how many clicks were written, and the first error of the clicks or
// of w. It holds one click at a time. [ReadJSON] reads it.
func WriteJSON(w io.Writer, clicks iter.Seq2[analytics.Click, error]) (written int, err error) {
	buffered := bufio.NewWriter(w)
	for click, err := range clicks {
		if err != nil {
			_ = buffered.Flush() // what was read before is of use
			return written, err
		}
		line, err := click.MarshalJSON()
		if err == nil {
			_, err = buffered.Write(append(line, '\n'))
		}
		if err != nil {
			return written, err
		}
		written++
	}
	return written, buffered.Flush()
}

// maxLine is the length of the longest line that is read.
const maxLine = 1 << 20

// ReadJSON yields the clicks of what [WriteJSON] wrote, or another
// program in the same form. A line needs a time, and a link or a short_code; a
// class that is left out is "human". Unknown fields and empty lines are ignored.
// A line that cannot be read is the last thing that it yields: an error that names
// the line, and wraps a *[routing.FieldError] when a field is wrong.
func ReadJSON(r io.Reader) iter.Seq2[analytics.Click, error] {
	return func(yield func(analytics.Click, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, maxLine)
		number := 0
		for lines.Scan() {
			number++
			if len(lines.Bytes()) == 0 {
				continue
			}
			var click analytics.Click
			if err := click.UnmarshalJSON(lines.Bytes()); err != nil {
				yield(analytics.Click{}, fmt.Errorf("line %d: %w", number, err))
				return
			}
			cleanTexts(&click)
			if !yield(click, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(analytics.Click{}, fmt.Errorf("line %d: %w", number+1, err))
		}
	}
}

// cleanTexts cuts texts to the length that the log keeps.
func cleanTexts(c *analytics.Click) {
	for _, text := range []*string{
		&c.Place.Country, &c.Place.Region, &c.Place.City, &c.Agent.OS, &c.Agent.Browser,
		&c.UTM.Source, &c.UTM.Medium, &c.UTM.Campaign, &c.UTM.Term, &c.UTM.Content, &c.UserAgent,
	} {
		*text = clicklog.Clean(*text)
	}
}
