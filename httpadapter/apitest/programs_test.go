package apitest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
)

// program returns the path of a program. Without it, the test is skipped.
func program(t *testing.T, name string) string {
	t.Helper()
	found, err := exec.LookPath(name)
	if err != nil {
		missing(t, name+" is not installed")
	}
	return found
}

// missing skips a test, or fails it if LINKPACK_CI is 1.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("LINKPACK_CI") == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// run runs a program in a folder, with more variables.
func run(t *testing.T, folder string, variables []string, name string, arguments ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, arguments...)
	command.Dir = folder
	command.Env = append(os.Environ(), variables...)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", command, err, output)
	}
}

// writeDescription writes what the server serves into a file.
func writeDescription(t *testing.T, sv *server, at, file string) string {
	t.Helper()
	document := sv.send(httptest.NewRequest(http.MethodGet, at, nil)).Body.Bytes()
	if err := os.WriteFile(file, document, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}
