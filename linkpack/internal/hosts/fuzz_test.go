package hosts

import "testing"

// FuzzParse checks that a host that is accepted is accepted in its normal form, too,
// and stays the same.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"go.example:80", "BÜCHER.example.", "xn--bcher-kva.example", "xn--a.example", "[::1]:1", "::1", "é.example:x", "a..b", "xn--", "１.example"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, authority string) {
		host, err := Parse(authority)
		if err != nil {
			return
		}
		if again, err := Parse(host); err != nil || again != host {
			t.Errorf("%q is parsed as %q, and that as %q, %v", authority, host, again, err)
		}
		if !IsASCII(host) {
			t.Errorf("%q is parsed as %q", authority, host)
		}
	})
}
