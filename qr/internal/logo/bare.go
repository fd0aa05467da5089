package logo

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"
	"strings"
)

// isBare reports whether a PNG or JPEG file has nothing but what is needed to draw it:
// no metadata, no thumbnail and no text.
func isBare(file []byte) bool { return isBarePNG(file) || isBareJPEG(file) }

// isBarePNG reports whether a file is a PNG file that has only the chunks that make the
// picture (PNG, section 5).
func isBarePNG(file []byte) bool {
	rest, isPNG := bytes.CutPrefix(file, []byte("\x89PNG\r\n\x1a\n"))
	for isPNG && len(rest) >= 12 { // the length, the name and the checksum
		size, name := binary.BigEndian.Uint32(rest), string(rest[4:8])
		if uint64(size)+12 > uint64(len(rest)) || !slices.Contains([]string{"IHDR", "PLTE", "tRNS", "IDAT", "IEND"}, name) {
			return false
		}
		if rest = rest[size+12:]; name == "IEND" {
			return len(rest) == 0
		}
	}
	return false
}

// The markers of JPEG segments (ITU-T T.81, table B.1).
const (
	baselineFrame   = 0xc0
	huffmanTables   = 0xc4
	firstRestart    = 0xd0
	lastRestart     = 0xd7
	endOfImage      = 0xd9
	startOfScan     = 0xda
	quantization    = 0xdb
	restartInterval = 0xdd
	application1    = 0xe1
)

// isBareJPEG reports whether a file is a JPEG file that has only the segments that make
// the picture, in one scan.
func isBareJPEG(file []byte) bool {
	needed := string([]rune{baselineFrame, huffmanTables, quantization, restartInterval})
	for marker, payload := range segments(file) {
		if marker == startOfScan {
			return isLastScan(payload)
		}
		if !strings.ContainsRune(needed, rune(marker)) {
			return false
		}
	}
	return false
}

// segments yields the markers and payloads of the segments of a JPEG file up to the
// first scan, whose payload is the rest of the file.
func segments(file []byte) iter.Seq2[byte, []byte] {
	return func(yield func(byte, []byte) bool) {
		rest, isJPEG := bytes.CutPrefix(file, []byte{0xff, 0xd8})
		for isJPEG && len(rest) >= 4 && rest[0] == 0xff {
			marker, size := rest[1], int(binary.BigEndian.Uint16(rest[2:]))
			if marker == 0xff { // a fill byte
				rest = rest[1:]
				continue
			}
			if size < 2 || size+2 > len(rest) {
				return
			}
			payload := rest[4 : size+2]
			if rest = rest[size+2:]; marker == startOfScan {
				payload = rest
			}
			if !yield(marker, payload) || marker == startOfScan {
				return
			}
		}
	}
}

// isLastScan reports whether data is the coded data of a scan and the end of the image.
func isLastScan(data []byte) bool {
	for {
		i := bytes.IndexByte(data, 0xff)
		if i < 0 || i+1 == len(data) {
			return false
		}
		switch next := data[i+1]; {
		case next == 0 || next >= firstRestart && next <= lastRestart:
			data = data[i+2:]
		default:
			return next == endOfImage && i+2 == len(data)
		}
	}
}
