// Package decimal reads numbers as JSON and CSS write them.
package decimal

import (
	"strconv"
	"strings"
)

// Parse reads a finite decimal number. Unlike strconv.ParseFloat it refuses
// "Inf", "NaN", hexadecimal numbers and underscores.
func Parse(s string) (float64, error) {
	if strings.Trim(s, "0123456789.+-eE") != "" {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(s, 64)
}
