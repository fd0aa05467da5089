package imagefile

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/qr/internal/draw"
	"github.com/linkpack/linkpack-go/qr/internal/paint"
	"github.com/linkpack/linkpack-go/qr/internal/pdf"
)

// channels writes what a shading shows of a colour.
type channels func(color.NRGBA) string

// shading writes a gradient. The first and the last colour extend beyond its
// ends.
func (d *Document) shading(r *paint.Ramp, space string, shown channels) pdf.Ref {
	kind, ends := 2, []float64{r.From.X, r.From.Y, r.To.X, r.To.Y}
	if r.Radial {
		kind, ends = 3, []float64{r.From.X, r.From.Y, 0, r.From.X, r.From.Y, r.Radius}
	}
	return d.Add(fmt.Sprintf("<< /ShadingType %d /ColorSpace %s /Coords [%s] /Extend [true true] /Function %s >>",
		kind, space, numbers(ends), rampFunction(r.Stops, shown)))
}

func numbers(list []float64) string {
	var b strings.Builder
	for i, v := range list {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(number(v))
	}
	return b.String()
}

// rampFunction returns the function from 0…1 to the colours: one linear part from
// each stop to the next. Where two stops share a place, the colour jumps.
func rampFunction(stops []paint.Stop, shown channels) string {
	stops = toEnds(stops)
	var parts, encode []string
	var bounds []float64
	for i, from := range stops[:len(stops)-1] {
		to := stops[i+1]
		if to.Offset <= from.Offset {
			continue
		}
		if len(parts) > 0 {
			bounds = append(bounds, from.Offset)
		}
		parts = append(parts, fmt.Sprintf("<< /FunctionType 2 /Domain [0 1] /N 1 /C0 [%s] /C1 [%s] >>", shown(from.Color), shown(to.Color)))
		encode = append(encode, "0 1")
	}
	return fmt.Sprintf("<< /FunctionType 3 /Domain [0 1] /Functions [%s] /Bounds [%s] /Encode [%s] >>",
		strings.Join(parts, " "), numbers(bounds), strings.Join(encode, " "))
}

// toEnds adds the first and the last colour at the ends. Offsets are rounded as
// they are written, since those of the parts must differ.
func toEnds(stops []paint.Stop) []paint.Stop {
	first, last := stops[0], stops[len(stops)-1]
	first.Offset, last.Offset = 0, 1
	stops = slices.Concat([]paint.Stop{first}, stops, []paint.Stop{last})
	for i := range stops {
		stops[i].Offset = math.Round(stops[i].Offset*1000) / 1000
	}
	return stops
}

// softMask writes the state in which a gradient is as opaque as its stops say.
func (d *Document) softMask(s *draw.Scene, r *paint.Ramp) pdf.Ref {
	var resources pdf.Resources
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s sh\n", resources.Name("Shading", d.shading(r, "/DeviceGray", func(c color.NRGBA) string { return share(c.A) })))
	group := d.form(s, resources, " /Group << /S /Transparency /CS /DeviceGray >>", b.Bytes())
	return d.Add(fmt.Sprintf("<< /Type /ExtGState /SMask << /Type /Mask /S /Luminosity /G %s >> >>", group))
}
