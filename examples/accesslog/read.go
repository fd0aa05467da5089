package main

import (
	"bufio"
	"bytes"
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

// logFiles reads logs line by line and counts the lines that cannot be parsed.
type logFiles struct {
	names    []string
	progress *progress

	name  string // of the current file
	in    *bufio.Reader
	line  int // of the current file
	lines int // of all files
	bad   int
	shown []string // what is wrong with the first bad lines
}

// checkAll opens and closes all files, so that a wrong name is found before the first is
// read.
func (l *logFiles) checkAll() error {
	for _, name := range l.names {
		if name == "-" {
			continue
		}
		file, err := l.open(name)
		if err != nil {
			return err
		}
		_ = file.Close() // it was only read
	}
	return nil
}

// open opens a file, or standard input for "-".
func (l *logFiles) open(name string) (io.Closer, error) {
	file := os.Stdin
	var err error
	if name != "-" {
		if file, err = os.Open(name); err != nil {
			return nil, err
		}
	}
	l.name, l.line = name, 0
	if l.in, err = unpack(file); err != nil {
		_ = file.Close() // it was only read
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return file, nil
}

// requests yields the lines of all files that can be parsed. After an error, it ends.
func (l *logFiles) requests() iter.Seq2[request, error] {
	return func(yield func(request, error) bool) {
		for _, name := range l.names {
			file, err := l.open(name)
			if err != nil {
				yield(request{}, err)
				return
			}
			more := l.file(yield)
			_ = file.Close() // it was only read
			if !more {
				return
			}
		}
	}
}

// file yields the lines of the current file. more is false after an error and when no
// more lines are wanted.
func (l *logFiles) file(yield func(request, error) bool) (more bool) {
	for {
		line, err := l.next()
		switch {
		case errors.Is(err, io.EOF):
			return true
		case errors.Is(err, errTooLong):
			l.refuse(err)
			continue
		case err != nil:
			yield(request{}, fmt.Errorf("%s: line %d: %w", l.name, l.line+1, err))
			return false
		}
		r, err := parseLine(string(line))
		if err != nil {
			l.refuse(err)
		} else if !yield(r, nil) {
			return false
		}
	}
}

var errTooLong = errors.New("is too long")

// next returns the next line of the current file.
func (l *logFiles) next() ([]byte, error) {
	line, err := l.in.ReadSlice('\n')
	full := errors.Is(err, bufio.ErrBufferFull)
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = l.in.ReadSlice('\n')
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0) {
		return nil, err
	}
	l.line++
	l.lines++
	l.progress.read(l.name)
	if full {
		return nil, errTooLong
	}
	return bytes.TrimRight(line, "\r\n"), nil
}

// refuse counts the current line as bad.
func (l *logFiles) refuse(reason error) {
	l.bad++
	if len(l.shown) >= maxShown {
		return
	}
	where := ""
	if len(l.names) > 1 {
		where = l.name + ": "
	}
	l.shown = append(l.shown, fmt.Sprintf("%sline %d %v", where, l.line, reason))
}
