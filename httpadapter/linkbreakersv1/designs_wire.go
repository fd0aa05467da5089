package linkbreakersv1

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/qr"
)

// wireDesign is a design as it is sent to clients, with the defaults of what it leaves
// open. Corners that look like the dots are left out, and so are values of package qr
// that the API has no word for: SDKs refuse a design with one.
type wireDesign struct {
	ID                   string     `json:"id"`
	Width                int        `json:"width"`
	Height               int        `json:"height"`
	OutputFileFormat     string     `json:"outputFileFormat,omitempty"`
	Shape                string     `json:"shape"`
	ErrorCorrectionLevel string     `json:"errorCorrectionLevel"`
	HideBackgroundDots   bool       `json:"hideBackgroundDots"`
	CentralImageSize     float64    `json:"centralImageSize"`
	CentralImageMargin   int        `json:"centralImageMargin"`
	DotsOptions          wireStyle  `json:"dotsOptions"`
	CornersSquareOptions *wireStyle `json:"cornersSquareOptions,omitempty"`
	CornersDotOptions    *wireStyle `json:"cornersDotOptions,omitempty"`
	BackgroundOptions    wireStyle  `json:"backgroundOptions"`
	CreatedAt            time.Time  `json:"createdAt"`
	UpdatedAt            time.Time  `json:"updatedAt"`
}

// wireStyle is how a part of a code looks.
type wireStyle struct {
	Type       string     `json:"type,omitempty"`
	ThemeColor *wireTheme `json:"themeColor,omitempty"`
}

// wireTheme is a colour or a gradient. SDKs require its type and colors.
type wireTheme struct {
	Type      string   `json:"type"`
	Colors    []string `json:"colors"`
	Direction string   `json:"direction,omitempty"`
	Stops     []string `json:"stops,omitempty"`
}

// The defaults of a design in package qr.
const (
	defaultSize      = 300
	defaultImageSize = 0.4
)

// designOf returns a design as it is sent to clients.
func designOf(d *linkpack.StoredDesign) (wireDesign, error) {
	design := new(qr.Design)
	if err := json.Unmarshal(d.Body, design); err != nil {
		return wireDesign{}, &linkpack.DamagedError{Kind: linkpack.KindDesign, ID: d.ID, Err: err}
	}
	w := wireDesign{
		ID: d.ID, CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt,
		Width: cmp.Or(design.Width, defaultSize), Height: cmp.Or(design.Height, defaultSize),
		OutputFileFormat:     constant("OUTPUT_FILE_FORMAT_", inAPI(cmp.Or(design.Format, qr.PNG), qr.PNG, qr.SVG, qr.JPEG, qr.WebP)),
		Shape:                constant("SHAPE_", string(cmp.Or(design.Shape, qr.ShapeSquare))),
		ErrorCorrectionLevel: string(cmp.Or(design.QR.Level, qr.LevelQ)),
		HideBackgroundDots:   design.ImageOptions.HideDots == nil || *design.ImageOptions.HideDots,
		CentralImageSize:     defaultImageSize,
		CentralImageMargin:   int(math.Round(design.ImageOptions.Margin)), // clients expect a whole number
		DotsOptions: wireStyle{
			constant("DOTS_TYPE_", string(cmp.Or(design.Dots.Type, qr.DotSquare))),
			themeOf(cmp.Or(design.Dots.Color, "#000000"), design.Dots.Gradient),
		},
		CornersSquareOptions: cornerOf("CORNERS_SQUARE_TYPE_", design.CornersSquare, ringTypes()),
		CornersDotOptions:    cornerOf("CORNERS_DOT_TYPE_", design.CornersDot, centreTypes()),
		BackgroundOptions:    wireStyle{ThemeColor: themeOf(cmp.Or(design.Background.Color, "#ffffff"), design.Background.Gradient)},
	}
	if design.ImageOptions.Size != nil {
		w.CentralImageSize = *design.ImageOptions.Size
	}
	return w, nil
}

// constant returns the name that the API has for a value of package qr, or "" for none.
func constant(prefix, value string) string {
	if value == "" {
		return ""
	}
	return prefix + strings.ToUpper(strings.ReplaceAll(value, "-", "_"))
}

// inAPI returns a value of package qr, or "" if it is not one of those of the API.
func inAPI[T ~string](value T, known ...T) string {
	if slices.Contains(known, value) {
		return string(value)
	}
	return ""
}

// ringTypes lists the types that the API has for the rings of corners.
func ringTypes() []qr.CornerType {
	return []qr.CornerType{qr.CornerDot, qr.CornerSquare, qr.CornerExtraRounded, qr.CornerHexagon, qr.CornerOctagon, qr.CornerLeaf}
}

// centreTypes lists the types that the API has for the centres of corners.
func centreTypes() []qr.CornerType {
	return []qr.CornerType{qr.CornerDot, qr.CornerSquare, qr.CornerHexagon, qr.CornerOctagon, qr.CornerTeardrop, qr.CornerStar}
}

// cornerOf returns nil for corners that look like the dots, and for those of which the
// API can say nothing. known are the types that it has for them.
func cornerOf(prefix string, o qr.CornerOptions, known []qr.CornerType) *wireStyle {
	style := wireStyle{Type: constant(prefix, inAPI(o.Type, known...))}
	if o.Color != "" || o.Gradient != nil {
		style.ThemeColor = themeOf(o.Color, o.Gradient)
	}
	if style == (wireStyle{}) {
		return nil
	}
	return &style
}

// themeOf returns a colour, or a gradient if there is one.
func themeOf(color string, g *qr.Gradient) *wireTheme {
	if g == nil {
		return &wireTheme{Type: "THEME_COLOR_TYPE_SOLID", Colors: []string{color}}
	}
	theme := &wireTheme{Type: "THEME_COLOR_TYPE_RADIAL"}
	if g.Type != qr.GradientRadial {
		theme.Type, theme.Direction = "THEME_COLOR_TYPE_LINEAR", direction(g.Rotation)
	}
	for _, stop := range g.Stops {
		theme.Colors = append(theme.Colors, stop.Color)
		theme.Stops = append(theme.Stops, short(stop.Offset*100)+"%")
	}
	return theme
}

// direction returns the CSS direction of a gradient, where 90deg is to the right, which
// is 0 in package qr.
func direction(radians float64) string {
	degrees := math.Mod(radians*180/math.Pi+90, 360)
	if degrees < 0 {
		degrees += 360
	}
	return short(degrees) + "deg"
}

// short returns a number with at most three decimals.
func short(x float64) string {
	return strconv.FormatFloat(math.Round(x*1000)/1000, 'f', -1, 64)
}
