// Package qrcode serves the QR codes of short links at "/{code}/qr" and, in a
// certain format, at "/{code}/qr.png", ".svg", ".jpeg", ".webp" and ".pdf". The
// parameter size is in pixels, for PDF in millimetres as in "30mm", and placement says
// where the code will be, as in "/{code}/qr.svg?placement=poster-a". Mount it by
// httpadapter.Options:
//
//	images, err := qrcode.New(shortener, nil)
//	handler, err := httpadapter.New(shortener, &httpadapter.Options{Images: images})
//
// A code contains the short URL with "?qr=1", so that its visits are counted as
// scans, or with "?qr=poster-a", so that statistics tell its placement; see
// [linkpack.Shortener.ScanURL]. It is drawn in the link's design. Designs that scanners could not read are
// corrected as far as possible; remaining problems are named in the header
// QR-Warning.
//
// [Images.SignedURL] makes URLs that show the code of a link until they expire, even if
// the link is deleted. A change of the design is seen at once, unless the URL is pinned
// to it. [Images.WriteZIP] writes the
// codes of many links, with a sheet of all of them to print.
package qrcode
