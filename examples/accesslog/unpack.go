package main

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// packing is a way to compress a file, known by how the file begins. A nil open means
// that it cannot be read.
type packing struct {
	name, begins string
	open         func(io.Reader) (io.Reader, error)
}

func packings() []packing {
	return []packing{
		{"gzip", "\x1f\x8b", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
		{"bzip2", "BZh", func(r io.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil }},
		{"zstd", "\x28\xb5\x2f\xfd", func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r, zstd.WithDecoderConcurrency(1)) }},
		{"xz", "\xfd7zXZ\x00", nil},
		{"lz4", "\x04\x22\x4d\x18", nil},
		{"zip", "PK\x03\x04", nil},
		{"7z", "7z\xbc\xaf\x27\x1c", nil},
		{"compress", "\x1f\x9d", nil},
	}
}

// unpack decompresses a file if it is compressed.
func unpack(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(r, maxLine)
	begin, err := in.Peek(8)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	for _, p := range packings() {
		if !bytes.HasPrefix(begin, []byte(p.begins)) {
			continue
		}
		if p.open == nil {
			return nil, fmt.Errorf("is compressed by %s; unpack it first", p.name)
		}
		unpacked, err := p.open(in)
		if err != nil {
			return nil, err
		}
		return bufio.NewReaderSize(unpacked, maxLine), nil
	}
	return in, nil
}
