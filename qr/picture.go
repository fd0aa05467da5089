package qr

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

// Picture is a PNG or JPEG file. In JSON it is a data: URL; plain base64 is
// read too. Web addresses are refused: the package fetches nothing.
type Picture []byte

// MarshalText returns the data: URL of the file.
func (p Picture) MarshalText() ([]byte, error) {
	url := "data:" + http.DetectContentType(p) + ";base64,"
	return base64.StdEncoding.AppendEncode([]byte(url), p), nil
}

// UnmarshalText reads a data: URL or base64.
func (p *Picture) UnmarshalText(text []byte) error {
	s := string(text)
	if meta, data, isURL := strings.Cut(s, ","); isURL {
		if !strings.HasPrefix(meta, "data:") || !strings.HasSuffix(meta, ";base64") {
			return invalid("image", "must be a base64 data: URL")
		}
		s = data
	}
	if len(s) > base64.StdEncoding.EncodedLen(MaxImageBytes) {
		return invalid("image", "must be at most %d bytes", MaxImageBytes)
	}
	file, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return invalid("image", "must be a data: URL or base64")
	}
	*p = file
	return nil
}

func (r jsonReader) picture(name string) Picture {
	v, ok := r.raw(name)
	if !ok {
		return nil
	}
	var s string
	if json.Unmarshal(v, &s) != nil {
		r.fail(name, "must be a string")
	}
	if s == "" {
		return nil
	}
	var p Picture
	if wrong, ok := errors.AsType[*FieldError](p.UnmarshalText([]byte(s))); ok {
		r.fail(name, wrong.Reason)
	}
	return p
}
