package clickfile

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
)

// WriteJSONLines writes clicks as JSON objects, one on each line, in UTF-8. The
// fields are named like the columns of [CSVColumns]; those that are empty are
// left out, and draws are [{"split": "s1", "u": 12.3}].
//
// It returns how many clicks were written, and the first error of the clicks or
// of w. It holds one click at a time. [ReadJSONLines] reads it.
func WriteJSONLines(w io.Writer, clicks iter.Seq2[NamedClick, error]) (written int, err error) {
	buffered := bufio.NewWriter(w)
	out := json.NewEncoder(buffered)
	out.SetEscapeHTML(false)
	for click, err := range clicks {
		if err != nil {
			_ = buffered.Flush() // what was read before is of use
			return written, err
		}
		if err := out.Encode(newClickLine(&click)); err != nil {
			return written, err
		}
		written++
	}
	return written, buffered.Flush()
}

// maxLine is the length of the longest line that is read.
const maxLine = 1 << 20

// ReadJSONLines yields the clicks of what [WriteJSONLines] wrote, or another
// program in the same form. A line needs a time, and a link or a short_code; a
// class that is left out is "human", and unknown fields are passed over. Empty
// lines are too. A line that cannot be read is the last thing it yields: an
// error that names the line, and wraps a *[routing.FieldError] where a field
// is wrong.
func ReadJSONLines(r io.Reader) iter.Seq2[NamedClick, error] {
	return func(yield func(NamedClick, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, maxLine)
		number := 0
		for lines.Scan() {
			number++
			if len(lines.Bytes()) == 0 {
				continue
			}
			click, err := decodeClickLine(lines.Bytes())
			if err != nil {
				yield(NamedClick{}, fmt.Errorf("line %d: %w", number, err))
				return
			}
			if !yield(click, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(NamedClick{}, fmt.Errorf("line %d: %w", number+1, err))
		}
	}
}
