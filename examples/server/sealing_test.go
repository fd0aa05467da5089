package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeSealKey writes a file with a key of 32 equal bytes.
func writeSealKey(t *testing.T, dir, name string, b byte, encode func([]byte) string) {
	t.Helper()
	text := encode(bytes.Repeat([]byte{b}, 32)) + "\n"
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestASealedFileNeedsItsKey(t *testing.T) {
	dir := t.TempDir()
	writeSealKey(t, dir, "first", 1, hex.EncodeToString)
	writeSealKey(t, dir, "second", 2, base64.StdEncoding.EncodeToString)
	p := start(t, dir, "-no-demo", "-seal-key", "first")
	_, made := call(t, http.MethodPost, p.url+"/v1/workspace-tokens", p.token(), `{"name":"signed","keyType":"WORKSPACE_TOKEN_KEY_TYPE_SECRET"}`)
	signed, _ := made["accessToken"].(string)
	p.terminate()

	wantComplaint(t, fail(t, dir), "-seal-key", "is required", "sealed")
	wantComplaint(t, fail(t, dir, "-seal-key", "second"), "-seal-key", "does not open", "no key of -old-seal-keys")
	start(t, dir, "-no-demo", "-seal-key", "first").terminate() // what was refused changed nothing
	start(t, dir, "-no-demo", "-seal-key", "second", "-old-seal-keys", "first").terminate()
	p = start(t, dir, "-no-demo", "-seal-key", "second")
	if status, answer := call(t, http.MethodGet, p.url+"/v1/links", signed, ""); status != http.StatusOK {
		t.Errorf("a token from before the keys changed gets %d %v", status, answer)
	}
	p.terminate()
	wantComplaint(t, fail(t, dir, "-seal-key", "first"), "-seal-key", "does not open")
}

func TestAWrongSealKeyIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	key := strings.Repeat("5e", 32)
	for name, test := range map[string]struct {
		args []string
		want []string
	}{
		"no file":           {[]string{"-seal-key", "missing"}, []string{"-seal-key", "missing", "no such file"}},
		"the key itself":    {[]string{"-seal-key", key}, []string{"-seal-key", "must be in a file"}},
		"a short key":       {[]string{"-seal-key", "short"}, []string{"-seal-key", "short", "32 bytes"}},
		"another text":      {[]string{"-seal-key", "text"}, []string{"-seal-key", "text", "hexadecimal or base64"}},
		"a missing old one": {[]string{"-seal-key", "good", "-old-seal-keys", "good, missing"}, []string{"-old-seal-keys", "missing", "no such file"}},
		"a short old one":   {[]string{"-seal-key", "good", "-old-seal-keys", "short"}, []string{"-old-seal-keys", "short", "32 bytes"}},
		"only an old one":   {[]string{"-old-seal-keys", "good"}, []string{"-seal-key", "required"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range map[string]string{"good": key, "short": key[:62], "text": "just text"} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			complaint := fail(t, dir, test.args...)
			wantComplaint(t, complaint, test.want...)
			if strings.Contains(complaint, key[:62]) {
				t.Errorf("the key is in the complaint: %s", complaint)
			}
			if exists(dir, "linkpack.db") {
				t.Error("it made a file all the same")
			}
		})
	}
}
