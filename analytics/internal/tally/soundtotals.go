package tally

import (
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// SoundOf is like Of, but links whose figures are damaged have zeros. It calls Spoilt
// with the error about each of them.
func (v *TotalView) SoundOf(links []uint32) ([]rollup.TotalSum, error) {
	totals, err := v.Of(links)
	if !wire.IsDamage(err) {
		return totals, err
	}
	if len(links) == 1 {
		v.Spoilt(err)
		return make([]rollup.TotalSum, 1), nil
	}
	half := len(links) / 2
	first, err := v.SoundOf(links[:half])
	if err != nil {
		return nil, err
	}
	second, err := v.SoundOf(links[half:])
	return append(first, second...), err
}
