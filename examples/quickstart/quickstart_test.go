package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestProgramIsTheOneInTheReadme(t *testing.T) {
	program := read(t, "main.go")
	readme := read(t, filepath.Join("..", "..", "README.md"))
	if strings.Count(readme, "```go\n") != 1 {
		t.Error("the README has more than this program")
	}
	if !strings.Contains(readme, "```go\n"+program+"```\n") {
		t.Error("the README shows another program than main.go")
	}
	lines := strings.Count(program, "\n") - strings.Count(program, "\n\n")
	if lines > 21 {
		t.Errorf("%d lines of code are too many for a first look", lines)
	}
}

func TestProgramRuns(t *testing.T) {
	addr := freeAddr(t)
	cmd := exec.CommandContext(t.Context(), build(t, addr))
	cmd.Dir = t.TempDir()
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	line, err := bufio.NewReader(stderr).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`http://localhost:8080(/\w+) leads to (\S+)`).FindStringSubmatch(line)
	if found == nil {
		t.Fatalf("it says %q", line)
	}
	response := get(t, "http://"+addr+found[1])
	if response.StatusCode != http.StatusTemporaryRedirect || response.Header.Get("Location") != found[2] {
		t.Errorf("answered %s to %q", response.Status, response.Header.Get("Location"))
	}
}

// build makes the program with another address, since the one it has may be
// in use.
func build(t *testing.T, addr string) string {
	t.Helper()
	dir := t.TempDir()
	const own = `"localhost:8080"`
	program := read(t, "main.go")
	if !strings.Contains(program, own) {
		t.Fatal("the program does not listen on " + own)
	}
	changed := filepath.Join(dir, "main.go")
	write(t, changed, strings.Replace(program, own, fmt.Sprintf("%q", addr), 1))
	original, err := filepath.Abs("main.go")
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{original: changed}})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "overlay.json"), string(overlay))
	binary := filepath.Join(dir, "quickstart.exe")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-o", binary, ".").CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return binary
}

// freeAddr returns an address that nobody listens on.
func freeAddr(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// get fetches url without following where it leads, once somebody listens.
func get(t *testing.T, url string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		response, err := http.DefaultTransport.RoundTrip(request)
		if err == nil {
			response.Body.Close()
			return response
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
