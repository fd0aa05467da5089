package qrcode

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// errSignature says that a signed URL was changed or has expired.
var errSignature = errors.New("the signature of this URL is not valid any more")

// freshness is how long a picture may be shown after its link or design changed.
const freshness = 5 * time.Minute

// SignedURL returns a URL that shows the QR code of a link as it looks now, until
// it expires: also when the link or its design is changed or deleted. format
// may be empty for the design's own, size 0 for the design's own. The times are
// whole seconds.
func (i *Images) SignedURL(ctx context.Context, link *linkpack.Link, format qr.Format, size int, expires time.Time) (string, error) {
	at, err := i.orderFor(ctx, link)
	if err != nil {
		return "", err
	}
	if format != "" {
		at.format = format
	}
	query := url.Values{"expires": {strconv.FormatInt(expires.Unix(), 10)}}
	if at.design != "" {
		query.Set("design", fmt.Sprintf("%s.%d", at.design, at.revision))
	}
	if size != 0 {
		value := strconv.Itoa(size)
		if _, err := i.readSize(value); err != nil {
			return "", err
		}
		query.Set("size", value)
	}
	query.Set("signature", i.sign(link.Domain, link.ShortCode, at.format, query))
	return fmt.Sprintf("%s/qr.%s?%s", i.shortener.URL(link), at.format, query.Encode()), nil
}

// sign returns the signature of an image. Each part stands on a line of its own,
// and none can hold a line break.
func (i *Images) sign(domain, code string, format qr.Format, query url.Values) string {
	text := strings.Join([]string{
		"qr image", domain, code, string(format), query.Get("design"), query.Get("size"), query.Get("expires"),
	}, "\n")
	return base64.RawURLEncoding.EncodeToString(i.shortener.SignImage(text))
}

// read returns what a request asks for and how long the answer may be kept.
func (i *Images) read(r *http.Request, code, extension string) (at order, lifetime time.Duration, err error) {
	query := r.URL.Query()
	format, known := formatOf(extension)
	if !known {
		return at, 0, linkpack.ErrNotFound
	}
	size, err := i.readSize(query.Get("size"))
	if err != nil {
		return at, 0, err
	}
	if query.Has("signature") {
		at, lifetime, err = i.readSigned(r.Host, code, format, query)
	} else {
		at, err = i.find(r.Context(), r.Host, code)
		lifetime = freshness
	}
	if format != "" {
		at.format = format
	}
	at.size = size
	return at, lifetime, err
}

// readSigned returns the order that a signed URL stands for.
func (i *Images) readSigned(host, code string, format qr.Format, query url.Values) (at order, lifetime time.Duration, err error) {
	domain := i.shortener.DomainOf(host)
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
		id, revision, _ := strings.Cut(design, ".")
		at.design = id
		if at.revision, err = strconv.ParseUint(revision, 10, 64); err != nil {
			return at, 0, errSignature
		}
	}
	return at, lifetime, nil
}
