package places

import (
	"strings"
	"testing"
)

func TestCountry(t *testing.T) {
	for in, want := range map[string]string{
		"US": "US", "us": "US", "XK": "XK",
		"": "", "U": "", "USA": "", "XX": "", "T1": "", "A1": "", "EU": "", "O ": "", " U": "", "ı": "",
	} {
		if got := Country(in); got != want {
			t.Errorf("Country(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestRegion(t *testing.T) {
	for _, tt := range []struct{ country, part, want string }{
		{"US", "CA", "US-CA"},
		{"FR", "idf", "FR-IDF"},
		{"AT", "9", "AT-9"},
		{"", "CA", ""},
		{"US", "", ""},
		{"US", "CALI", ""},
		{"US", "C-", ""},
		{"US", "é", ""},
	} {
		if got := Region(tt.country, tt.part); got != tt.want {
			t.Errorf("Region(%q, %q) = %q, want %q", tt.country, tt.part, got, tt.want)
		}
	}
}

func TestName(t *testing.T) {
	for in, want := range map[string]string{
		" São Paulo ":            "São Paulo",
		"Europe/Berlin":          "Europe/Berlin",
		"a\x00b":                 "",
		"a\xff":                  "",
		"line\nbreak":            "",
		strings.Repeat("a", 201): "",
	} {
		if got := Name(in); got != want {
			t.Errorf("Name(%q) = %q, want %q", in, got, want)
		}
	}
}
