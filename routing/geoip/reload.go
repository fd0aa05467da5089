package geoip

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math"
	"os"
	"time"
)

// Reload reads the file again if it is a different file, or its size or
// modification time has changed, and reports whether it did. If the file cannot
// be used, Reload returns an error and the Reader keeps its database. Lookups
// continue in the meantime.
//
// To replace the file, rename a complete one over it. A file that is being
// written in place may be read half new and half old, until the next Reload.
func (r *Reader) Reload() (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || r.path == "" {
		return false, ErrNoFile
	}
	file, err := os.Open(r.path)
	if err != nil {
		return false, fmt.Errorf("geoip: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return false, fmt.Errorf("geoip: %w", err)
	}
	if r.loaded != nil && unchanged(r.loaded, info) {
		return false, nil
	}
	db, err := read(file, info.Size())
	if err != nil {
		return false, fmt.Errorf("open %s: %w", r.path, err)
	}
	r.current.Store(db)
	r.loaded = info
	return true, nil
}

func unchanged(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// largest is the maximum size of a file: 4 GB, or less if an int is smaller. The
// largest databases in use have less than a gigabyte.
const largest = min(4<<30, math.MaxInt)

func read(file io.Reader, size int64) (*database, error) {
	if size > largest {
		return nil, fmt.Errorf("%w: the file has %d bytes", ErrCorrupt, size)
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(file, data); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return parse(data)
}

// Watch calls [Reader.Reload] at each interval until ctx is done or the Reader is
// closed. It logs each new database and each new error; nil means [slog.Default].
// The interval must be positive. Watch blocks, so run it in a goroutine.
func (r *Reader) Watch(ctx context.Context, interval time.Duration, log *slog.Logger) {
	if log == nil {
		log = slog.Default()
	}
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	failure := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if r.isClosed() {
			return
		}
		failure = r.watchOnce(ctx, log, failure)
	}
}

// watchOnce reloads and returns the error's text. An error that is the same as
// before is not logged again.
func (r *Reader) watchOnce(ctx context.Context, log *slog.Logger, before string) string {
	changed, err := r.Reload()
	if err != nil {
		if err.Error() != before {
			log.WarnContext(ctx, "place database not reloaded", "error", err)
		}
		return err.Error()
	}
	if changed {
		log.InfoContext(ctx, "place database reloaded", "path", r.path, "built", r.BuildTime())
	}
	return ""
}

func (r *Reader) isClosed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.closed
}
