package qr

import (
	"encoding/base64"
	"errors"
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/qr/internal/invalid"
	"github.com/linkpack/linkpack-go/qr/internal/jsonfields"
	"github.com/linkpack/linkpack-go/qr/internal/logo"
)

// Picture is a PNG, JPEG, GIF or WebP file. It is drawn turned as its Exif data says;
// only JPEG files are asked for these. In JSON it is a data: URL, or base64 when read.
// Web addresses are refused, since the package fetches nothing.
type Picture []byte

// Clean returns the picture as it should be kept: turned, at most 1,024 px a side, which
// codes show no more of, and without anything but pixels, since the picture of a phone
// tells where it was taken. Photos become JPEG files, others PNG files. A picture that
// is clean already stays as it is. The error is a FieldError of the image.
func (p Picture) Clean() (Picture, error) {
	file, err := logo.Clean(p)
	return file, fieldError(err)
}

// MarshalText returns the data: URL of the file.
func (p Picture) MarshalText() ([]byte, error) {
	url := "data:" + http.DetectContentType(p) + ";base64,"
	return base64.StdEncoding.AppendEncode([]byte(url), p), nil
}

// UnmarshalText reads a data: URL or base64. Errors are FieldErrors.
func (p *Picture) UnmarshalText(text []byte) error {
	file, err := readPicture(string(text))
	if err != nil {
		return fieldError(err)
	}
	*p = file
	return nil
}

func readPicture(s string) (Picture, error) {
	if meta, data, isURL := strings.Cut(s, ","); isURL {
		if !strings.HasPrefix(meta, "data:") || !strings.HasSuffix(meta, ";base64") {
			return nil, invalid.Field("image", "must be a base64 data: URL")
		}
		s = data
	}
	if len(s) > base64.StdEncoding.EncodedLen(logo.MaxBytes) {
		return nil, invalid.Field("image", "must be at most %d bytes", logo.MaxBytes)
	}
	file, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return nil, invalid.Field("image", "must be a data: URL or base64")
	}
	return file, nil
}

func pictureField(o jsonfields.Object, name string) Picture {
	s := o.Text(name)
	if s == "" {
		return nil
	}
	p, err := readPicture(s)
	if wrong, ok := errors.AsType[*invalid.Error](err); ok {
		o.Fail(name, wrong.Reason)
	}
	return p
}
