package npm

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"testing"
)

func archive(t *testing.T, name, content string) *bytes.Buffer {
	t.Helper()
	var buf bytes.Buffer
	zipped := gzip.NewWriter(&buf)
	files := tar.NewWriter(zipped)
	if err := files.WriteHeader(&tar.Header{Name: name, Size: int64(len(content)), Mode: 0o644}); err != nil {
		t.Fatal(err)
	}
	if _, err := files.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(files.Close(), zipped.Close()); err != nil {
		t.Fatal(err)
	}
	return &buf
}

func TestExtractFindsAFileBelowThePackageFolder(t *testing.T) {
	data, err := extract(archive(t, "package/data/a.json", "{}"), "data/a.json")
	if err != nil || string(data) != "{}" {
		t.Errorf("got %q, %v", data, err)
	}
}

func TestExtractOfAMissingFile(t *testing.T) {
	_, err := extract(archive(t, "package/a.json", "{}"), "b.json")
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestExtractOfATruncatedArchive(t *testing.T) {
	whole := archive(t, "package/a.json", "{}").Bytes()
	if _, err := extract(bytes.NewReader(whole[:len(whole)/2]), "a.json"); err == nil {
		t.Error("half an archive was accepted")
	}
}
