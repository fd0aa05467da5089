// Package qrcode serves the QR codes of short links: at "/{code}/qr", and as
// "/{code}/qr.png", ".svg", ".jpeg" and ".webp", with ?size= in px. Mount it by
// [httpadapter.Options]:
//
//	images := qrcode.New(shortener, nil)
//	handler, err := httpadapter.New(shortener, &httpadapter.Options{Images: images})
//
// A code says "<short URL>?qr=1", so that its visits are counted as scans, in
// the design that the link names. Designs that scanners would not read are
// mended as far as possible; what is left is drawn as asked and named by the
// header QR-Warning.
//
// [Images.SignedURL] makes URLs that show the same picture until they expire,
// also when the link or its design has changed or is gone.
package qrcode
