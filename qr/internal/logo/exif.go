package logo

import (
	"bytes"
	"encoding/binary"
	"image"
)

// upright is the orientation of an image that is not to be turned.
const upright = 1

// orientation returns how a JPEG file says that its image has to be turned, as a value
// of the Exif tag Orientation, 1 to 8.
func orientation(file []byte) int {
	for marker, payload := range segments(file) {
		if tiff, ok := bytes.CutPrefix(payload, []byte("Exif\x00\x00")); ok && marker == application1 {
			return tiffOrientation(tiff)
		}
	}
	return upright
}

// tiffOrientation reads the tag Orientation of the first directory of TIFF data (TIFF 6.0,
// section 2).
func tiffOrientation(tiff []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	if bytes.HasPrefix(tiff, []byte("MM")) {
		order = binary.BigEndian
	}
	if len(tiff) < 8 || uint64(order.Uint32(tiff[4:]))+2 > uint64(len(tiff)) {
		return upright
	}
	directory := tiff[order.Uint32(tiff[4:]):]
	entries := directory[2:]
	for n := order.Uint16(directory); n > 0 && len(entries) >= 12; n-- {
		const tag, short = 0x0112, 3
		value := int(order.Uint16(entries[8:]))
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short && value >= 1 && value <= 8 {
			return value
		}
		entries = entries[12:]
	}
	return upright
}

// isSideways reports whether an orientation swaps width and height.
func isSideways(turned int) bool { return turned >= 5 }

// turn returns an image turned and mirrored as an orientation says.
func turn(src *image.RGBA, turned int) *image.RGBA {
	if turned == upright {
		return src
	}
	size := src.Rect.Size()
	dst := image.NewRGBA(image.Rectangle{Max: size})
	if isSideways(turned) {
		dst = image.NewRGBA(image.Rect(0, 0, size.Y, size.X))
	}
	for y := range dst.Rect.Dy() {
		for x := range dst.Rect.Dx() {
			at := before(image.Pt(x, y), size, turned)
			copy(dst.Pix[dst.PixOffset(x, y):][:4], src.Pix[src.PixOffset(at.X, at.Y):])
		}
	}
	return dst
}

// before returns where a px of the turned image is in the image of a size.
func before(p, size image.Point, turned int) image.Point {
	if isSideways(turned) {
		p.X, p.Y = p.Y, p.X
	}
	switch turned {
	case 2, 3, 7, 8:
		p.X = size.X - 1 - p.X
	}
	switch turned {
	case 3, 4, 6, 7:
		p.Y = size.Y - 1 - p.Y
	}
	return p
}
