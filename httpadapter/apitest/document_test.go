package apitest

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"gopkg.in/yaml.v3"
)

var update = flag.Bool("update", false, "make the served descriptions and the table of published facts again")

// TestServedDescriptionsAreThoseInYAML compares what is embedded with what is written
// by hand.
func TestServedDescriptionsAreThoseInYAML(t *testing.T) {
	for _, dialect := range []string{"linkpackv1", "linkbreakersv1"} {
		folder := filepath.Join("..", dialect)
		written, err := os.ReadFile(filepath.Join(folder, "openapi.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		var document any
		if err := yaml.Unmarshal(written, &document); err != nil {
			t.Fatalf("%s: %v", dialect, err)
		}
		want := indented(t, document)
		sameFile(t, filepath.Join(folder, "openapi.json"), want)
	}
}

// indented returns a value as JSON for people.
func indented(t *testing.T, v any) []byte {
	t.Helper()
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(v); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// sameFile compares a generated file with what it should be, or writes it.
func sameFile(t *testing.T, file string, want []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is out of date: go test ./httpadapter/apitest -update", file)
	}
}
