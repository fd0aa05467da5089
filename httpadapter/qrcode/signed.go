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

// SignedImage says what a signed URL shows, and until when.
type SignedImage struct {
	// Placement is where the code will be; see [linkpack.Shortener.ScanURL].
	// Defaults to none.
	Placement string
	// Format is the format of the file. Defaults to that of the design.
	Format qr.Format
	// Size is the size in pixels, of a PDF in millimetres. Defaults to that of the design.
	Size int
	// Expires is when the URL stops working, rounded down to whole seconds. It is
	// required.
	Expires time.Time
	// Pinned keeps the design as it is now, even if it is changed or deleted, or the
	// link gets another one. Defaults to the design that the link has when the URL is
	// opened.
	Pinned bool
}

// latest is what signed URLs that are not pinned contain in place of a revision of a
// design, which has a dot.
const latest = "latest"

// SignedURL returns a URL that shows the QR code of a link until it expires. It goes on
// when the link is deleted, in the design that the link had then. A link whose design
// was deleted is shown plain. A nil link, a placement that is none, a format or size that
// is not served, or a time in the past is a [linkpack.FieldError].
func (i *Images) SignedURL(ctx context.Context, link *linkpack.Link, image SignedImage) (string, error) {
	if link == nil {
		return "", &linkpack.FieldError{Field: "link", Reason: "is required"}
	}
	if err := checkSigned(image, i.shortener.Now()); err != nil {
		return "", err
	}
	at, err := i.orderFor(ctx, link, image.Placement)
	if err != nil {
		return "", err
	}
	at.format = cmp.Or(image.Format, at.format)
	if err := i.checkSize(at.format, image.Size); err != nil {
		return "", err
	}
	query := url.Values{"expires": {strconv.FormatInt(image.Expires.Unix(), 10)}}
	if !image.Pinned {
		query.Set("design", latest)
	} else if at.design.id != "" {
		query.Set("design", at.design.String())
	}
	if image.Size != 0 {
		query.Set("size", sizeText(at.format, image.Size))
	}
	if image.Placement != "" {
		query.Set("placement", image.Placement)
	}
	query.Set("signature", i.sign(link.Domain, link.ShortCode, at.format, query))
	return fmt.Sprintf("%s/qr.%s?%s", i.shortener.URL(link), at.format, query.Encode()), nil
}

func checkSigned(image SignedImage, now time.Time) error {
	if image.Expires.Unix() <= now.Unix() {
		return &linkpack.FieldError{Field: "expires", Reason: "must be in the future"}
	}
	return checkFormat(image.Format)
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
	parts := []string{domain, code, string(format), query.Get("design"), query.Get("size"), query.Get("expires")}
	if placement := query.Get("placement"); placement != "" {
		parts = append(parts, "placement="+placement) // no other part can be read for it
	}
	text := strings.Join(parts, "\n")
	return base64.RawURLEncoding.EncodeToString(i.shortener.Sign("qr image", text))
}

// readSigned checks a signed URL and returns its order.
func (i *Images) readSigned(ctx context.Context, host, code string, format qr.Format, query url.Values) (at order, lifetime time.Duration, err error) {
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
	at.text, err = i.shortener.ScanURL(&linkpack.Link{Domain: domain, ShortCode: code}, query.Get("placement"))
	if err != nil {
		return at, 0, err
	}
	if query.Get("design") == latest {
		at.design, err = i.follow(ctx, host, code)
		return at, 0, err
	}
	at.design, err = readRevision(query.Get("design"))
	return at, lifetime, err
}

// follow returns the design of the link with a code, or that of a deleted link when it
// was deleted.
func (i *Images) follow(ctx context.Context, host, code string) (at designRevision, err error) {
	link, err := i.shortener.LinkAt(ctx, host, code)
	if errors.Is(err, linkpack.ErrGone) {
		at.id, at.number, err = i.shortener.LastDesign(ctx, host, code)
		return at, err
	}
	if err != nil {
		return at, err
	}
	return i.latestDesign(ctx, link)
}

// readRevision reads the design of a pinned URL; "" is the plain one.
func readRevision(design string) (at designRevision, err error) {
	if design == "" {
		return at, nil
	}
	id, number, _ := strings.Cut(design, ".")
	at.id = strings.Clone(id) // caches keep it, and id is part of the request
	if at.number, err = strconv.ParseUint(number, 10, 64); err != nil {
		return at, errSignature
	}
	return at, nil
}
