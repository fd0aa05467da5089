package apitest

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// publishedFolder returns the folder of the published descriptions. It skips the test
// if there is none.
func publishedFolder(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("LINKBREAKERS_OPENAPI")
	if folder == "" {
		t.Skip("LINKBREAKERS_OPENAPI does not name the folder of the published descriptions")
	}
	return folder
}

// published are the published descriptions in a folder, oldest version first.
func published(t *testing.T, folder string) []object {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "linkbreakers-*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no descriptions: %v", folder, err)
	}
	list := make([]object, len(files))
	for i, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal(content, &list[i]); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	slices.SortFunc(list, func(a, b object) int { return cmp.Compare(release(a), release(b)) })
	return list
}

// object is a part of a description.
type object map[string]any

// at returns an inner object, or nil.
func (o object) at(keys ...string) object {
	for _, key := range keys {
		o, _ = o[key].(object)
	}
	return o
}

func (o object) text(key string) string { text, _ := o[key].(string); return text }

func version(document object) string { return document.at("info").text("version") }

// release returns a number that grows with the version.
func release(document object) (n int) {
	for word := range strings.SplitSeq(version(document), ".") {
		part, err := strconv.Atoi(word)
		if err != nil {
			return 0
		}
		n = n*1000 + part
	}
	return n
}

// list returns a list of objects.
func list(v any) []object {
	var objects []object
	items, _ := v.([]any)
	for _, item := range items {
		o, _ := item.(object)
		objects = append(objects, o)
	}
	return objects
}
