package apitest

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/oapi-codegen/runtime" // which the generated clients import
)

// TestGoClientsMadeFromDescriptionsWork makes clients with oapi-codegen and runs
// testdata/goclient with them, in a copy of this module.
func TestGoClientsMadeFromDescriptionsWork(t *testing.T) {
	goTool := program(t, "go")
	sv := newServer(t, 100_000)
	folder := t.TempDir()
	copyModule(t, folder)
	for name, at := range map[string]string{"linkpack": linkpackAt, "linkbreakers": linkbreakersAt} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o755); err != nil {
			t.Fatal(err)
		}
		document := writeDescription(t, sv, at, filepath.Join(folder, name+".json"))
		run(t, ".", []string{"GOWORK=off"}, goTool, "tool", "oapi-codegen", "-generate", "types,client", "-package", name,
			"-o", filepath.Join(folder, name, "client.go"), document)
	}
	listener := httptest.NewServer(sv)
	defer listener.Close()
	run(t, folder, []string{"GOWORK=off", "SERVER=" + listener.URL, "TOKEN=" + secret}, goTool, "run", ".")
}

// copyModule copies go.mod and go.sum, so that the clients are compiled with the same
// versions, and the program.
func copyModule(t *testing.T, folder string) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/goclient/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range append(files, "go.mod", "go.sum") {
		content, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(content), "=> ../../", "=> "+root)
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(from)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
