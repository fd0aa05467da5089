// Package pdf writes PDF 1.4 files: objects, streams and pages. What is on a page
// is up to the caller.
//
// It is written here because no library fits. go-pdf/fpdf 0.9 (2023) has
// gradients of two opaque colours only, signintech/gopdf 0.33 has none, and
// tdewolff/canvas has no release and needs several fonts and image packages.
package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
)

// Ref is the number of an object.
type Ref int

// String returns the reference to the object as it is written in other objects.
func (r Ref) String() string { return fmt.Sprintf("%d 0 R", int(r)) }

// Writer writes one file, object by object, and keeps only their places. After
// an error it writes nothing more, and Close returns the error.
type Writer struct {
	out     io.Writer
	offsets []int64 // of the objects, from number 1; 0 if not yet written
	pages   []Ref
	tree    Ref // of the pages
	at      int64
	err     error
}

// NewWriter begins a file.
func NewWriter(out io.Writer) *Writer {
	w := &Writer{out: out}
	w.write("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n") // the second line marks the file as binary
	w.tree = w.reserve()
	return w
}

func (w *Writer) write(s string) {
	if w.err != nil {
		return
	}
	n, err := io.WriteString(w.out, s)
	w.at, w.err = w.at+int64(n), err
}

func (w *Writer) reserve() Ref {
	w.offsets = append(w.offsets, 0)
	return Ref(len(w.offsets))
}

func (w *Writer) object(r Ref, body string) {
	w.offsets[r-1] = w.at
	w.write(fmt.Sprintf("%d 0 obj\n%s\nendobj\n", int(r), body))
}

// Add writes an object.
func (w *Writer) Add(body string) Ref {
	r := w.reserve()
	w.object(r, body)
	return r
}

// AddStream compresses data and writes it with the given entries of its
// dictionary.
func (w *Writer) AddStream(entries string, data []byte) Ref {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(data) // a Buffer does not fail
	_ = z.Close()
	return w.Add(fmt.Sprintf("<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", entries, b.Len(), b.Bytes()))
}

// AddPage writes a page of the given size in points, 1/72 inch, with operators
// and the resources that they name.
func (w *Writer) AddPage(width, height float64, resources Resources, operators []byte) {
	content := w.AddStream("", operators)
	w.pages = append(w.pages, w.Add(fmt.Sprintf("<< /Type /Page /Parent %s /MediaBox [0 0 %s %s] /Resources %s /Contents %s >>",
		w.tree, Number(width), Number(height), resources, content)))
}

// Err returns the error that ended the writing, if there was one.
func (w *Writer) Err() error { return w.err }

// Close writes the pages' tree and the table of objects. It does not close what
// is below.
func (w *Writer) Close() error {
	kids := make([]string, len(w.pages))
	for i, page := range w.pages {
		kids[i] = page.String()
	}
	w.object(w.tree, fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(kids), strings.Join(kids, " ")))
	root := w.Add(fmt.Sprintf("<< /Type /Catalog /Pages %s >>", w.tree))
	table := w.at
	w.write(fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(w.offsets)+1))
	for _, offset := range w.offsets {
		w.write(fmt.Sprintf("%010d 00000 n \n", offset))
	}
	w.write(fmt.Sprintf("trailer\n<< /Size %d /Root %s >>\nstartxref\n%d\n%%%%EOF\n", len(w.offsets)+1, root, table))
	return w.err
}
