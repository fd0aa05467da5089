package apitest

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

// TestTypeScriptTypesMadeFromDescriptionsWork makes types with openapi-typescript, and
// compiles and runs typescript/main.ts with them.
func TestTypeScriptTypesMadeFromDescriptionsWork(t *testing.T) {
	node := program(t, "node")
	folder := copyProgram(t)
	sv := newServer(t, 100_000)
	for name, at := range map[string]string{"linkpack": linkpackAt, "linkbreakers": linkbreakersAt} {
		document := writeDescription(t, sv, at, filepath.Join(folder, name+".json"))
		run(t, folder, nil, node, "node_modules/openapi-typescript/bin/cli.js", document, "-o", filepath.Join(folder, name+".ts"))
	}
	run(t, folder, nil, node, "node_modules/typescript/bin/tsc")
	listener := httptest.NewServer(sv)
	defer listener.Close()
	run(t, folder, []string{"SERVER=" + listener.URL, "TOKEN=" + secret}, node, "out/main.js")
}

// copyProgram copies the program into a folder of its own, which finds the packages
// that install.sh has installed.
func copyProgram(t *testing.T) string {
	t.Helper()
	packages, err := filepath.Abs("typescript/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(packages); err != nil {
		missing(t, "the packages for TypeScript are not installed; see install.sh")
	}
	folder := t.TempDir()
	if err := os.Symlink(packages, filepath.Join(folder, "node_modules")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"events.ts", "geniuslink.mjs", "main.ts", "options.ts", "package.json", "tsconfig.json"} {
		content, err := os.ReadFile(filepath.Join("typescript", name))
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name), content, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return folder
}
