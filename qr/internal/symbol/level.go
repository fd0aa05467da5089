package symbol

import goqr "github.com/piglig/go-qr"

// Level is an error correction level.
type Level string

// The levels, weakest first.
const (
	Low      Level = "L"
	Medium   Level = "M"
	Quartile Level = "Q"
	High     Level = "H"
)

// Levels returns the levels, weakest first.
func Levels() []Level { return []Level{Low, Medium, Quartile, High} }

// Capacity is the share of a symbol that may be lost, by the rule of thumb.
func (l Level) Capacity() float64 {
	return map[Level]float64{Low: 0.07, Medium: 0.15, Quartile: 0.25, High: 0.30}[l]
}

func (l Level) ecc() goqr.Ecc {
	return map[Level]goqr.Ecc{Low: goqr.Low, Medium: goqr.Medium, Quartile: goqr.Quartile, High: goqr.High}[l]
}
