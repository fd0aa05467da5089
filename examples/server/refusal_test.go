package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBadFlagsAreRefusedBeforeAnythingIsWritten(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want []string
	}{
		"unknown flag":               {[]string{"-colour", "red"}, []string{"-colour"}},
		"further argument":           {[]string{"now"}, []string{"unexpected argument", `"now"`}},
		"durability":                 {[]string{"-durability", "never"}, []string{"-durability", "batched or sync"}},
		"addresses":                  {[]string{"-addresses", "some"}, []string{"-addresses", "truncated, full or none"}},
		"short retention":            {[]string{"-retention", "5m"}, []string{"-retention", "at least an hour"}},
		"negative retention":         {[]string{"-retention", "-24h"}, []string{"-retention", "at least an hour"}},
		"negative seed":              {[]string{"-seed", "-1"}, []string{"-seed", "negative"}},
		"seed that is no number":     {[]string{"-seed", "many"}, []string{"-seed", "many"}},
		"proxies":                    {[]string{"-trusted-proxies", "10.0.0.0/8,proxy"}, []string{"-trusted-proxies", `"proxy"`}},
		"internal networks":          {[]string{"-internal", "office"}, []string{"-internal", `"office"`}},
		"internal visits of all":     {[]string{"-internal", "0.0.0.0/0"}, []string{"-internal", "all addresses"}},
		"form of attributes":         {[]string{"-linkbreakers-attributes", "tree"}, []string{"-linkbreakers-attributes", "map or list"}},
		"webhook targets":            {[]string{"-allow-webhook-targets", "intranet"}, []string{"-allow-webhook-targets", `"intranet"`}},
		"domain that is none":        {[]string{"-conversion-cookie", "a/b"}, []string{"-conversion-cookie", "must be a domain"}},
		"missing place file":         {[]string{"-geo", "missing.mmdb"}, []string{"-geo", "missing.mmdb", "no such file"}},
		"place file that is none":    {[]string{"-geo", "text"}, []string{"-geo", "text", "MaxMind DB"}},
		"address that is none":       {[]string{"-addr", "nonsense"}, []string{"-addr", "nonsense"}},
		"port that is none":          {[]string{"-addr", "127.0.0.1:99999"}, []string{"-addr", "99999"}},
		"profile that has no folder": {[]string{"-cpuprofile", "missing/x"}, []string{"-cpuprofile", "no such file"}},
		"short token":                {[]string{"-token", "too short"}, []string{"-token", "16"}},
		"unprintable token":          {[]string{"-token", "0123456789\t0123456789"}, []string{"-token", "printable"}},
		"token that ends in space":   {[]string{"-token", "0123456789abcdef "}, []string{"-token", "space"}},
		"base URL of another scheme": {[]string{"-base-url", "ftp://example.com"}, []string{"-base-url", "http"}},
		"base URL without host":      {[]string{"-base-url", "https:///x"}, []string{"-base-url", "host"}},
		"base URL with a bad port":   {[]string{"-base-url", "http://h:99999/"}, []string{"-base-url", "port"}},
		"base URL with a space":      {[]string{"-base-url", "http://h/a%20b"}, []string{"-base-url", "path"}},
		"base URL on the API":        {[]string{"-base-url", "http://h/API/x"}, []string{"-base-url", "api"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "text"), []byte("just text"), 0o600); err != nil {
				t.Fatal(err)
			}
			wantComplaint(t, fail(t, dir, test.args...), test.want...)
			if exists(dir, "linkpack.db") {
				t.Error("it made a file all the same")
			}
		})
	}
}

func TestTakenPortIsNamed(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	addr := listener.Addr().String()
	wantComplaint(t, fail(t, t.TempDir(), "-addr", addr), "-addr", addr, "address already in use")
}

func TestFileInUseIsNamed(t *testing.T) {
	dir := t.TempDir()
	start(t, dir)
	wantComplaint(t, fail(t, dir), "-db", "linkpack.db", "another process")
}

func TestFileThatIsNoneIsNamed(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "linkpack.db"), []byte(strings.Repeat("text ", 4000)), 0o600); err != nil {
		t.Fatal(err)
	}
	wantComplaint(t, fail(t, dir), "-db", "linkpack.db")
}

// wantComplaint checks that a complaint is short and names every word.
func wantComplaint(t *testing.T, complaint string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(complaint, word) {
			t.Errorf("complaint %q does not say %q", complaint, word)
		}
	}
	if strings.Count(complaint, "\n") > 2 {
		t.Errorf("complaint is long:\n%s", complaint)
	}
}
