package linkpack

import (
	"slices"
	"testing"

	"golang.org/x/text/currency"
)

func TestCurrenciesAreThoseInUse(t *testing.T) {
	withdrawn := []string{"MRO", "STD", "VEF"} // in 2018, after the data of x/text
	for all := currency.Query(); all.Next(); {
		code := all.Unit().String()
		if isCurrency(code) == slices.Contains(withdrawn, code) {
			t.Errorf("%s in %s: %v", code, all.Region(), isCurrency(code))
		}
	}
}

func TestWhatIsNoCurrency(t *testing.T) {
	for _, code := range []string{"", "E", "EU", "eur", "EURO", "DEM", "ZZZ", "D A", " AE", "€€€"} {
		if isCurrency(code) {
			t.Errorf("%q is a currency", code)
		}
	}
}
