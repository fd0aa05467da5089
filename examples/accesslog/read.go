package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
)

const (
	// maxLine is the maximum length of a line in bytes.
	maxLine = 64 << 10
	// maxShown is the number of bad lines that are shown.
	maxShown = 10
)

// logFile reads a log line by line and counts the lines that cannot be parsed.
type logFile struct {
	in    *bufio.Reader
	lines int
	bad   int
	shown []string // what is wrong with the first bad lines
}

// openLog opens a file, or standard input for "-". It decompresses gzip.
func openLog(name string) (*logFile, io.Closer, error) {
	file := os.Stdin
	if name != "-" {
		var err error
		if file, err = os.Open(name); err != nil {
			return nil, nil, err
		}
	}
	log, err := newLog(file)
	if err != nil {
		_ = file.Close() // it was only read
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	return log, file, nil
}

func newLog(r io.Reader) (*logFile, error) {
	in := bufio.NewReaderSize(r, maxLine)
	magic, err := in.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(in)
		if err != nil {
			return nil, err
		}
		in = bufio.NewReaderSize(unpacked, maxLine)
	}
	return &logFile{in: in}, nil
}

// requests yields the lines that can be parsed. After an error, it ends.
func (l *logFile) requests() iter.Seq2[request, error] {
	return func(yield func(request, error) bool) {
		for {
			line, err := l.line()
			switch {
			case errors.Is(err, io.EOF):
				return
			case errors.Is(err, errTooLong):
				l.refuse(err)
				continue
			case err != nil:
				yield(request{}, fmt.Errorf("line %d: %w", l.lines+1, err))
				return
			}
			r, err := parseLine(string(line))
			if err != nil {
				l.refuse(err)
			} else if !yield(r, nil) {
				return
			}
		}
	}
}

var errTooLong = errors.New("is too long")

// line returns the next line.
func (l *logFile) line() ([]byte, error) {
	line, err := l.in.ReadSlice('\n')
	full := errors.Is(err, bufio.ErrBufferFull)
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = l.in.ReadSlice('\n')
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0) {
		return nil, err
	}
	l.lines++
	if full {
		return nil, errTooLong
	}
	return bytes.TrimRight(line, "\r\n"), nil
}

// refuse counts the current line as bad.
func (l *logFile) refuse(reason error) {
	l.bad++
	if len(l.shown) < maxShown {
		l.shown = append(l.shown, fmt.Sprintf("line %d %v", l.lines, reason))
	}
}
