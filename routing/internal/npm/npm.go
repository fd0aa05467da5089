// Package npm reads files from packages of the npm registry, for the generators of
// this module.
package npm

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// ReadFile returns a file of a package in a version, such as "isbot@5.2.3". It runs
// the npm command.
func ReadFile(ctx context.Context, pkg, name string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "npm-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out, err := exec.CommandContext(ctx, "npm", "pack", "--silent", "--pack-destination", dir, pkg).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("npm pack %s: %w: %s", pkg, err, out)
	}
	archives, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(archives) != 1 {
		return nil, fmt.Errorf("npm pack %s made %d archives", pkg, len(archives))
	}
	archive, err := os.Open(archives[0])
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	data, err := extract(archive, name)
	if err != nil {
		return nil, fmt.Errorf("%s of %s: %w", name, pkg, err)
	}
	return data, nil
}

// extract returns a file of a package's archive. All files are in one folder,
// mostly named package.
func extract(archive io.Reader, name string) ([]byte, error) {
	unzipped, err := gzip.NewReader(archive)
	if err != nil {
		return nil, err
	}
	files := tar.NewReader(unzipped)
	for {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil, os.ErrNotExist
		}
		if err != nil {
			return nil, err
		}
		if _, path, _ := strings.Cut(header.Name, "/"); path == name {
			return io.ReadAll(files)
		}
	}
}
