package qr

import (
	"strconv"
	"strings"
)

// parseDecimal reads a finite number. strconv alone also takes "Inf", "NaN",
// hexadecimal and "1_000", which neither JSON nor CSS knows.
func parseDecimal(s string) (float64, error) {
	if strings.Trim(s, "0123456789.+-eE") != "" {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(s, 64)
}
