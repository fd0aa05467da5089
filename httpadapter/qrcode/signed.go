package qrcode

import (
	"cmp"
	"context"
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// errSignature says that a signed URL was changed or has expired.
var errSignature = errors.New("the signature of this URL is wrong or has expired")

// SignedURL returns a URL that shows the QR code of a link as it looks now. The URL
// works until it expires, even if the link or its design is changed or deleted. The
// size is in pixels, for PDF in millimetres. An empty format and a size of 0 mean
// those of the design. expires is rounded down to
// whole seconds. A nil link, a format or size that is not served, or a time in the
// past is a [linkpack.FieldError].
func (i *Images) SignedURL(ctx context.Context, link *linkpack.Link, format qr.Format, size int, expires time.Time) (string, error) {
	if link == nil {
		return "", &linkpack.FieldError{Field: "link", Reason: "is required"}
	}
	if expires.Unix() <= i.shortener.Now().Unix() {
		return "", &linkpack.FieldError{Field: "expires", Reason: "must be in the future"}
	}
	if err := checkFormat(format); err != nil {
		return "", err
	}
	at, err := i.orderFor(ctx, link)
	if err != nil {
		return "", err
	}
	at.format = cmp.Or(format, at.format)
	if err := i.checkSize(at.format, size); err != nil {
		return "", err
	}
	query := url.Values{"expires": {strconv.FormatInt(expires.Unix(), 10)}}
	if at.design.id != "" {
		query.Set("design", at.design.String())
	}
	if size != 0 {
		query.Set("size", sizeText(at.format, size))
	}
	query.Set("signature", i.sign(link.Domain, link.ShortCode, at.format, query))
	return fmt.Sprintf("%s/qr.%s?%s", i.shortener.URL(link), at.format, query.Encode()), nil
}

// checkFormat checks a format by which a file is named; "" is allowed.
func checkFormat(format qr.Format) error {
	if named, known := formatNamed(string(format)); !known || named != format {
		return &linkpack.FieldError{Field: "format", Reason: fmt.Sprintf("%q is not served", format)}
	}
	return nil
}

// sign returns the signature of an image. It signs one line for each part; no part
// can contain a line break.
func (i *Images) sign(domain, code string, format qr.Format, query url.Values) string {
	text := strings.Join([]string{
		domain, code, string(format), query.Get("design"), query.Get("size"), query.Get("expires"),
	}, "\n")
	return base64.RawURLEncoding.EncodeToString(i.shortener.Sign("qr image", text))
}

// readSigned checks a signed URL and returns its order.
func (i *Images) readSigned(host, code string, format qr.Format, query url.Values) (at order, lifetime time.Duration, err error) {
	domain := i.shortener.DomainAt(host).Host
	signature := i.sign(domain, code, format, query)
	if !hmac.Equal([]byte(signature), []byte(query.Get("signature"))) {
		return at, 0, errSignature
	}
	seconds, err := strconv.ParseInt(query.Get("expires"), 10, 64)
	if err != nil {
		return at, 0, errSignature
	}
	if lifetime = time.Unix(seconds, 0).Sub(i.shortener.Now()); lifetime <= 0 {
		return at, 0, errSignature
	}
	at.text = i.text(&linkpack.Link{Domain: domain, ShortCode: code})
	if design := query.Get("design"); design != "" {
		id, number, _ := strings.Cut(design, ".")
		at.design.id = strings.Clone(id) // caches keep it, and id is part of the request
		if at.design.number, err = strconv.ParseUint(number, 10, 64); err != nil {
			return at, 0, errSignature
		}
	}
	return at, lifetime, nil
}
