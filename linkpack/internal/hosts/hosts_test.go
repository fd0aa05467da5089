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

func TestHostsThatCannotExistAreRefused(t *testing.T) {
	for authority, want := range map[string]string{
		"go.example": "go.example", "GO.example.:8080": "go.example", "ab--cd.example": "ab--cd.example", "r3---sn-x.example": "r3---sn-x.example",
		"xn--bcher-kva.example": "xn--bcher-kva.example", "XN--Bcher-KVA.example:443": "xn--bcher-kva.example", "bücher.example:80": "xn--bcher-kva.example",
		"xn--ls8h.la": "xn--ls8h.la", "a_b.example": "a_b.example", "192.0.2.7:80": "192.0.2.7", "[2001:db8::1]:80": "2001:db8::1", "::1": "::1",
		"xn--pokxncvks": "", "xn--a.example": "", "a.XN--A.example": "", "xn--.example": "", "xn--abc-.example": "", "xn--99999999.example": "",
		"xn--a-ecp.example": "", "xn--pokxncvks.": "", "xn--a.example:80": "",
		"é.example:x": "", "go.example:": "", "go.example:0": "", "go.example:65536": "", "go.example:8o": "", "go.example:-1": "", "go.example:80:80": "",
		"[::1]:x": "", "": "", "a b": "", "u@go.example": "",
	} {
		if got, err := Parse(authority); got != want || (err != nil) != (want == "") {
			t.Errorf("Parse(%q) = %q, %v, want %q", authority, got, err, want)
		}
		if _, err := CheckAuthority(authority); (err != nil) != (want == "") && authority != "::1" {
			t.Errorf("CheckAuthority(%q): %v", authority, err)
		}
	}
	if _, err := Parse("é.example:x"); err == nil || !strings.Contains(err.Error(), `port: "x"`) {
		t.Errorf("the port is told as %v", err)
	}
}
