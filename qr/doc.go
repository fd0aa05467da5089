// Package qr turns a text and a [Design] into the picture of a QR code that
// people print: PNG, SVG, JPEG or WebP.
//
// Designs have the options of qr-code-styling 1.9.2, read from its JSON or from
// Linkbreakers' form of it, and look like that library's pictures px by px,
// with two exceptions: text is UTF-8, and what that library silently draws blank
// is a [FieldError]. [Compile] checks a design once, [Style.Draw] then draws any
// number of texts, [Code.Encode] writes the file. The same text, design and
// options give the same bytes.
//
// [Code.Warnings] says what keeps scanners from reading a code; [Options.Safe]
// mends what can be mended. The rules were found with four independent decoders,
// which the module qr/scantest runs.
//
// Nothing is fetched, and an image in a design may come from anyone: its size is
// checked before it is decoded, only PNG and JPEG are read, and no byte of the
// file reaches the output.
//
// A picture is made in this order, one file each: text to modules (symbol.go),
// modules to px (layout.go), outlines (outline.go, dots.go, corners.go,
// circle.go), layers of paint (scene.go), and from these the SVG document
// (svg.go) or the px (mask.go, raster.go) and their files (png.go, output.go).
package qr
