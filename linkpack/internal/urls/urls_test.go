package urls

import (
	"net/url"
	"testing"
)

func TestCheckAllowsTheSchemesThatAreNamed(t *testing.T) {
	for raw, want := range map[string]bool{
		"https://example.com/": true, "myapp://open": true, "MyApp:open": true, "other://open": false, "javascript:alert(1)": false,
	} {
		if _, err := Check(raw, []string{"myapp"}); (err == nil) != want {
			t.Errorf("Check(%q): %v", raw, err)
		}
	}
}

func TestParseBase(t *testing.T) {
	for raw, want := range map[string]string{
		"https://go.example/": "https://go.example", "http://BÜCHER.example:8080/go/": "http://xn--bcher-kva.example:8080/go",
		"go.example": "", "ftp://go.example": "", "https://go.example/?a": "", "https://u@go.example": "", "https://go.example/a/../b": "",
		"https://go.example/a b": "", "https://": "",
	} {
		base, err := ParseBase(raw)
		if want == "" {
			if err == nil {
				t.Errorf("ParseBase(%q) = %v", raw, base)
			}
		} else if err != nil || base.String() != want {
			t.Errorf("ParseBase(%q) = %v, %v, want %q", raw, base, err, want)
		}
	}
}

func TestPort(t *testing.T) {
	for raw, want := range map[string]string{
		"http://a": "", "http://a:80": "", "https://a:0443": "", "http://a:8080": "8080", "http://[::1]:81": "81",
	} {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if got := Port(u); got != want {
			t.Errorf("Port(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestOnHost(t *testing.T) {
	for raw, want := range map[string]bool{
		"https://GO.example.:8080/x": true, "https://go.example.evil/": false, "go.example": false, "%": false,
	} {
		if got := OnHost(raw, "go.example"); got != want {
			t.Errorf("OnHost(%q) = %v", raw, got)
		}
	}
}
