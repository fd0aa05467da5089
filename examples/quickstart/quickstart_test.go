package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
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
	if lines > 40 {
		t.Errorf("%d lines of code are too many for a first look", lines)
	}
}

func TestLinksOfTheReadmeLeadToFiles(t *testing.T) {
	root := filepath.Join("..", "..")
	for _, link := range regexp.MustCompile("\\[(`?)([^]`]+)`?\\]\\(([^) ]+)\\)").FindAllStringSubmatch(read(t, filepath.Join(root, "README.md")), -1) {
		name, target := link[2], filepath.Join(root, filepath.FromSlash(link[3]))
		if strings.Contains(link[3], "://") {
			continue
		}
		if _, err := os.Stat(target); err != nil {
			t.Errorf("%s leads to %s, which does not exist", name, link[3])
			continue
		}
		if strings.HasPrefix(name, "Example") && !strings.Contains(read(t, target), "\nfunc "+name+"()") {
			t.Errorf("%s is not in %s", name, link[3])
		}
	}
}

func TestASecondStartServesTheSameLink(t *testing.T) {
	program, dir := build(t), t.TempDir()
	for i := range 2 {
		cmd := exec.CommandContext(t.Context(), program)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), ownAddr+"=127.0.0.1:0")
		stderr, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		said := bufio.NewReader(stderr)
		if line, err := said.ReadString('\n'); err != nil || !strings.Contains(line, "http://localhost:8080/hello leads to https://example.com") {
			t.Errorf("start %d says %q, %v", i+1, line, err)
		}
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		rest, err := io.ReadAll(said)
		if err != nil || !strings.Contains(string(rest), "stopped: <nil>") {
			t.Errorf("start %d ends with %q, %v", i+1, rest, err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("start %d ends with %v", i+1, err)
		}
	}
}

func TestProgramRuns(t *testing.T) {
	program := build(t)
	for range 5 {
		if addr := freeAddr(t); runs(t, program, addr) {
			return
		}
		t.Log("somebody else took the address, another one is tried")
	}
	t.Error("no address stays free")
}

// runs tests the program on an address. It returns false if another program used the
// address.
func runs(t *testing.T, program, addr string) bool {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), ownAddr+"="+addr)
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
	said := bufio.NewReader(stderr)
	line, err := said.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`http://localhost:8080(/\w+) leads to (\S+)`).FindStringSubmatch(line)
	if found == nil {
		t.Fatalf("it says %q", line)
	}
	ended := make(chan string, 1)
	running, end := context.WithCancel(t.Context())
	go func() {
		defer end()
		why, _ := io.ReadAll(said)
		ended <- string(why)
	}()
	response := get(running, t, "http://"+addr+found[1])
	if response == nil {
		why := <-ended
		if !strings.Contains(why, "address already in use") {
			t.Errorf("it ended, saying %q", why)
		}
		return t.Failed()
	}
	if response.StatusCode == http.StatusTemporaryRedirect && response.Header.Get("Location") == found[2] {
		return true
	}
	select {
	case why := <-ended:
		if strings.Contains(why, "address already in use") {
			return false // another program answered
		}
	case <-time.After(10 * time.Second):
	}
	t.Errorf("answered %s to %q", response.Status, response.Header.Get("Location"))
	return true
}

// ownAddr is the environment variable with the address for the test's program.
const ownAddr = "LINKPACK_TEST_ADDR"

// build builds the program with an address from the environment, since the original
// one may be in use.
func build(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	const own = `"localhost:8080"`
	program := read(t, "main.go")
	if !strings.Contains(program, own) {
		t.Fatal("the program does not listen on " + own)
	}
	changed, added := filepath.Join(dir, "main.go"), filepath.Join(dir, "addr.go")
	write(t, changed, strings.Replace(program, own, "addr", 1))
	write(t, added, fmt.Sprintf("package main\n\nimport \"os\"\n\nvar addr = os.Getenv(%q)\n", ownAddr))
	folder, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{
		filepath.Join(folder, "main.go"): changed, filepath.Join(folder, "addr.go"): added,
	}})
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

// freeAddr returns an unused address.
func freeAddr(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// get waits until a server listens and fetches url without following redirects. It
// returns nil if ctx ends before that.
func get(ctx context.Context, t *testing.T, url string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for ; ctx.Err() == nil; time.Sleep(10 * time.Millisecond) {
		response, err := http.DefaultTransport.RoundTrip(request)
		if err == nil {
			response.Body.Close()
			return response
		}
	}
	return nil
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
