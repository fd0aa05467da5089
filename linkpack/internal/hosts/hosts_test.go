package hosts

import (
	"strings"
	"testing"
)

func TestHostsInTheirNormalForm(t *testing.T) {
	for host, want := range map[string]string{
		"":                    "",
		"Go.Example.":         "go.example",
		"go.example:8080":     "go.example",
		"BÜCHER.example":      "xn--bcher-kva.example",
		"[2001:DB8::1]:443":   "2001:db8::1",
		"192.0.2.7:80":        "192.0.2.7",
		"b\u00fccher.example": "xn--bcher-kva.example",
	} {
		if got, err := Normalize(host); got != want || err != nil {
			t.Errorf("Normalize(%q) = %q, %v, want %q", host, got, err, want)
		}
	}
	for _, host := range []string{"ü .example", strings.Repeat("ü", 2000)} {
		if got, err := Normalize(host); err == nil {
			t.Errorf("Normalize(%.10q) = %q", host, got)
		}
	}
}

func TestMachine(t *testing.T) {
	for host, want := range map[string]string{
		"localhost": "localhost", "a.localhost.": "localhost", "127.1.2.3:80": "localhost", "[::]": "localhost",
		"[::ffff:192.0.2.7]": "192.0.2.7", "[2001:db8:0::1]": "2001:db8::1", "go.example": "go.example",
	} {
		if got, err := Machine(host); got != want || err != nil {
			t.Errorf("Machine(%q) = %q, %v, want %q", host, got, err, want)
		}
	}
}

func TestIsName(t *testing.T) {
	for host, want := range map[string]bool{
		"go.example": true, "xn--bcher-kva.example": true, "a-b.c1": true,
		"": false, "example": false, "192.0.2.7": false, "a..b": false, "-a.b": false, "a_b.c": false, "A.b": false,
		strings.Repeat("a", 64) + ".b": false, strings.Repeat("a.", 127) + "b": false,
	} {
		if got := IsName(host); got != want {
			t.Errorf("IsName(%q) = %v", host, got)
		}
	}
}
