// Package qr draws QR codes that people print: styled by a [Design], as PNG, SVG,
// JPEG, WebP or PDF.
//
// [Draw] draws one text and [Code.Encode] writes the file. To draw many texts in
// one style, [Compile] the design once and use [Style.Draw] or [Style.EncodeAll].
// [Code.PDF] has a size in millimetres, and [WriteSheet] prints many codes on pages.
//
// Designs have the options of qr-code-styling 1.9.2. They are read from that
// library's JSON or from Linkbreakers' form of it, and their pictures match that
// library's. There are two differences: text is encoded as UTF-8, and a design
// that the library would silently draw as a blank picture returns a
// [FieldError]. The figures that only Linkbreakers has, such as [DotHexagon] and
// [CornerLeaf], follow its rules, but no bubble is larger than its module.
//
// Not every design can be scanned. [Code.Warnings] returns what keeps scanners
// from reading a code, [Options].Safe changes the design so that they can, and
// [Code.Verify] also reads the finished picture. The rules were found with four
// independent decoders, which the module qr/scantest runs.
//
// The image in a design may come from an untrusted source. Nothing is fetched
// from the network, only PNG and JPEG are read, the size is checked before
// decoding, and no byte of the file is copied into the output.
//
// The same text, design and options always give the same bytes.
package qr

// A design becomes a picture in these steps:
//
//   - validate.go and resolve.go check it and fill in its defaults;
//   - internal/mend changes it so that the rules in internal/check hold, if asked
//     to;
//   - internal/symbol encodes the text, and internal/draw composes the modules,
//     finder patterns and image into a scene;
//   - internal/raster draws the scene in px;
//   - internal/imagefile writes the px, or the scene as SVG or, with internal/pdf,
//     as PDF;
//   - internal/sheet lays many scenes out on pages.
