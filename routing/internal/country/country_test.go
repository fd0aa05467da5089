package country_test

import (
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing/internal/country"
)

// continents lists the 249 assigned codes and XK once more, by continent.
func continents() map[string]string {
	return map[string]string{
		"AF": "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW",
		"AN": "AQ BV GS HM TF",
		"AS": "AE AF AM AZ BD BH BN BT CC CN GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TM TR TW UZ VN YE",
		"EU": "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK",
		"NA": "AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC TT US VC VG VI",
		"OC": "AS AU CK CX FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TL TO TV UM VU WF WS",
		"SA": "AR BO BR CL CO EC FK GF GY PE PY SR UY VE",
	}
}

func TestEveryCountryIsOnOneContinent(t *testing.T) {
	seen := map[string]bool{}
	for continent, countries := range continents() {
		for code := range strings.FieldsSeq(countries) {
			if seen[code] {
				t.Errorf("%s is listed twice", code)
			}
			seen[code] = true
			if got := country.Continent(code); got != continent || !country.IsContinent(got) {
				t.Errorf("%s is in %s, want %s", code, got, continent)
			}
		}
	}
	if len(seen) != 250 {
		t.Errorf("%d countries, want 249 and XK", len(seen))
	}
	for first := range 256 {
		for second := range 256 {
			code := string([]byte{byte(first), byte(second)})
			if country.IsAssigned(code) != seen[code] || (country.Continent(code) != "") != seen[code] {
				t.Errorf("%q is assigned: %v", code, !seen[code])
			}
		}
	}
}

func TestNoCountry(t *testing.T) {
	for _, code := range []string{"", "U", "USA", "us", "Us", "uS", "EU", "ı"} {
		if country.IsAssigned(code) || country.Continent(code) != "" {
			t.Errorf("%q is a country", code)
		}
	}
	if country.IsContinent("eu") || country.IsContinent("") || country.IsContinent("XX") {
		t.Error("what is no continent is one")
	}
}
