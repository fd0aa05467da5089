package jsv

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxDepth is the number of maps and lists that may be inside of each other.
const maxDepth = 32

// ErrSyntax is wrapped by the errors of [Decode].
var ErrSyntax = errors.New("malformed JSV")

// Decode reads a text. The result is nil, a string, a map[string]any or a []any, and
// so are the values in it. A string in a map may hold colons without quotes, and a
// string outside of maps and lists may hold every character. Decode refuses keys that
// are repeated.
func Decode(text string) (any, error) {
	if !utf8.ValidString(text) {
		return nil, fmt.Errorf("%w: invalid UTF-8", ErrSyntax)
	}
	d := decoder{text: text}
	v, err := d.value("", 0)
	if err == nil && d.at < len(text) {
		err = d.unexpected()
	}
	if err != nil {
		return nil, err
	}
	return v, nil
}

// decoder reads a text from a position.
type decoder struct {
	text string
	at   int
}

// value reads a value. ends are the characters that end a string without quotes.
func (d *decoder) value(ends string, depth int) (any, error) {
	if d.at == len(d.text) {
		return nil, nil
	}
	switch c := d.text[d.at]; {
	case c == '{' || c == '[':
		if depth == maxDepth {
			return nil, fmt.Errorf("%w: more than %d levels", ErrSyntax, maxDepth)
		}
		d.at++
		if c == '{' {
			return d.members(depth + 1)
		}
		return d.elements(depth + 1)
	case c == '"':
		return d.quoted()
	case strings.IndexByte(ends, c) >= 0:
		return nil, nil
	default:
		return d.raw(ends), nil
	}
}

// members reads the rest of a map.
func (d *decoder) members(depth int) (map[string]any, error) {
	m := make(map[string]any)
	if d.skip('}') {
		return m, nil
	}
	for {
		key, err := d.key()
		if err != nil {
			return nil, err
		}
		if _, repeated := m[key]; repeated {
			return nil, fmt.Errorf("%w: key %.80q is repeated", ErrSyntax, key)
		}
		if m[key], err = d.value(",}", depth); err != nil {
			return nil, err
		}
		if d.skip('}') {
			return m, nil
		}
		if !d.skip(',') {
			return nil, d.unexpected()
		}
	}
}

// elements reads the rest of a list.
func (d *decoder) elements(depth int) ([]any, error) {
	list := []any{}
	if d.skip(']') {
		return list, nil
	}
	for {
		v, err := d.value(",]", depth)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
		if d.skip(']') {
			return list, nil
		}
		if !d.skip(',') {
			return nil, d.unexpected()
		}
	}
}

// key reads a key of a map and the colon after it.
func (d *decoder) key() (key string, err error) {
	if strings.HasPrefix(d.text[d.at:], `"`) {
		key, err = d.quoted()
	} else {
		key = d.raw(":,{}[]\"\r\n")
	}
	if err == nil && (key == "" || !d.skip(':')) {
		err = d.unexpected()
	}
	return key, err
}

// raw reads a string without quotes.
func (d *decoder) raw(ends string) string {
	rest := d.text[d.at:]
	if end := strings.IndexAny(rest, ends); end >= 0 {
		rest = rest[:end]
	}
	d.at += len(rest)
	return rest
}

// quoted reads a string in quotes.
func (d *decoder) quoted() (string, error) {
	var b strings.Builder
	for d.at++; ; d.at++ {
		length := strings.IndexByte(d.text[d.at:], '"')
		if length < 0 {
			return "", fmt.Errorf("%w: a quote is not closed", ErrSyntax)
		}
		b.WriteString(d.text[d.at : d.at+length])
		if d.at += length + 1; !strings.HasPrefix(d.text[d.at:], `"`) {
			return b.String(), nil
		}
		b.WriteByte('"')
	}
}

// skip passes a character if it comes next.
func (d *decoder) skip(c byte) bool {
	next := d.at < len(d.text) && d.text[d.at] == c
	if next {
		d.at++
	}
	return next
}

// unexpected says what comes next.
func (d *decoder) unexpected() error {
	if d.at == len(d.text) {
		return fmt.Errorf("%w: it ends too early", ErrSyntax)
	}
	c, _ := utf8.DecodeRuneInString(d.text[d.at:])
	return fmt.Errorf("%w: unexpected %q after %d bytes", ErrSyntax, c, d.at)
}
