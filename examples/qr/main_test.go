package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRunWritesEveryFormat(t *testing.T) {
	folder := t.TempDir()
	design := filepath.Join(folder, "design.json")
	if err := os.WriteFile(design, []byte(`{"width":400,"height":400,"dotsOptions":{"type":"rounded","color":"navy"}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, start := range map[string]string{"a.png": "\x89PNG", "a.svg": "<svg", "a.jpg": "\xff\xd8", "a.webp": "RIFF", "a.pdf": "%PDF"} {
		out := filepath.Join(folder, name)
		if err := run([]string{"-design", design, "-text", "https://go.example/", "-safe", "-o", out}); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(out)
		if err != nil || !bytes.HasPrefix(data, []byte(start)) {
			t.Errorf("%s: %.8q, %v", name, data, err)
		}
	}
}

func TestRunNamesWhatIsWrong(t *testing.T) {
	folder := t.TempDir()
	design := filepath.Join(folder, "design.json")
	if err := os.WriteFile(design, []byte(`{"dotsOptions":{"type":"blob"}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	pale := filepath.Join(folder, "pale.json")
	if err := os.WriteFile(pale, []byte(`{"dotsOptions":{"color":"yellow"}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(folder, "a.png")
	for reason, args := range map[string][]string{
		"dotsOptions.type":  {"-design", design, "-text", "x", "-o", out},
		"data":              {"-o", out},
		"no such file":      {"-design", design + "x", "-o", out},
		"mask: 9":           {"-text", "x", "-mask", "9", "-o", out},
		"mask: -2":          {"-text", "x", "-mask", "-2", "-o", out},
		"argument \"more\"": {"-text", "x", "-o", out, "more"},
		"contrast":          {"-design", pale, "-text", "x", "-safe", "-o", out},
		"gif":               {"-text", "x", "-o", filepath.Join(folder, "a.gif")},
	} {
		if err := run(args); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%v: %v, want %s", args, err, reason)
		}
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a file was written in spite of the error")
	}
}
