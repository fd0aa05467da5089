// Package sheet prints many codes on pages of A4.
package sheet

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
	"github.com/linkpack/linkpack-go/qr/internal/imagefile"
	"github.com/linkpack/linkpack-go/qr/internal/pdf"
)

const pointsPerMM = imagefile.PointsPerMM

// Sheet is a file that is being written. It holds one page without its pictures.
type Sheet struct {
	layout    layout
	doc       *imagefile.Document
	font      pdf.Ref
	resources pdf.Resources
	operators bytes.Buffer
	codes     int // on this page
	pages     int // before this page
}

// New begins a sheet of codes whose side is size mm, from MinSize to MaxSize.
func New(out io.Writer, size float64) *Sheet {
	s := &Sheet{layout: newLayout(size), doc: imagefile.NewDocument(out)}
	s.font = s.doc.AddHelvetica()
	return s
}

// Add prints a picture in the next place, and a caption of printable ASCII below
// it. A picture that is not square keeps its proportions.
func (s *Sheet) Add(picture *draw.Scene, caption string) error {
	if s.codes == s.layout.perPage() {
		s.endPage()
	}
	s.place(picture)
	s.caption(caption)
	s.codes++
	return s.doc.Err()
}

func (s *Sheet) place(picture *draw.Scene) {
	at, scale := s.layout.at(s.codes), s.layout.size/float64(max(picture.Width, picture.Height))
	x := at.X + (s.layout.size-float64(picture.Width)*scale)/2
	y := at.Y + (s.layout.size+float64(picture.Height)*scale)/2 // its lower edge
	fmt.Fprintf(&s.operators, "q %[1]s 0 0 %[1]s %s cm %s Do Q\n", pdf.Number(scale*pointsPerMM), onPage(x, y),
		s.resources.Name("XObject", s.doc.Draw(picture)))
}

func (s *Sheet) caption(text string) {
	l := s.layout
	at := l.at(s.codes)
	for i, line := range wrap(text, (l.size+gap/2)*pointsPerMM/l.fontSize, captionLines) {
		width := pdf.HelveticaWidth(line) * l.fontSize / pointsPerMM
		fmt.Fprintf(&s.operators, "BT %s %s Tf %s Td (%s) Tj ET\n", s.resources.Name("Font", s.font), pdf.Number(l.fontSize),
			onPage(at.X+(l.size-width)/2, at.Y+l.size+float64(i+1)*l.line), escaped(line))
	}
}

// onPage returns a place in mm from the upper left corner in points from the lower
// one, as PDF has it.
func onPage(x, y float64) string {
	return pdf.Number(x*pointsPerMM) + " " + pdf.Number((pageHeight-y)*pointsPerMM)
}

// escaped returns a text as it stands in a string of PDF.
func escaped(text string) string {
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(text)
}

func (s *Sheet) endPage() {
	s.doc.AddPage(pageWidth*pointsPerMM, pageHeight*pointsPerMM, s.resources, s.operators.Bytes())
	s.resources, s.codes = pdf.Resources{}, 0
	s.operators.Reset()
	s.pages++
}

// Close ends the file, which has one empty page if there are no codes. It does not
// close what is below.
func (s *Sheet) Close() error {
	if s.codes > 0 || s.pages == 0 {
		s.endPage()
	}
	return s.doc.Close()
}
