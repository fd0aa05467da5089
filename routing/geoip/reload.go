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

// Reload reads the file again if it is another one than at the last time, by
// its identity, size or time of change, and reports whether it was. A file
// that cannot be used is an error and changes nothing: the database in use
// stays. Lookups go on meanwhile.
//
// Replace the file by renaming a whole one over it. One that is being written
// in place can be read half new and half old, until the next Reload.
func (r *Reader) Reload() (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || r.path == "" {
		return false, fmt.Errorf("reload the place database: %w", ErrNoFile)
	}
	file, err := os.Open(r.path)
	if err != nil {
		return false, fmt.Errorf("open the place database: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return false, fmt.Errorf("open the place database: %w", err)
	}
	if r.loaded != nil && unchanged(r.loaded, info) {
		return false, nil
	}
	db, err := read(file, info.Size())
	if err != nil {
		return false, fmt.Errorf("open the place database %s: %w", r.path, err)
	}
	r.current.Store(db)
	r.loaded = info
	return true, nil
}

func unchanged(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// largest is the size of the largest file that is read, where ints can say it.
// The largest databases in use have less than a gigabyte.
const largest = min(4<<30, math.MaxInt)

func read(file io.Reader, size int64) (*database, error) {
	if size > largest {
		return nil, fmt.Errorf("%w: it has %d bytes", ErrCorrupt, size)
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(file, data); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return parse(data)
}

// Watch reloads the file at each interval, which must be more than zero, until
// ctx ends or the Reader is closed, and logs each new database and each new
// failure; a nil log is [slog.Default]. It blocks: run it in a goroutine of your
// own.
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

// watchOnce reloads, and returns the failure so that it is logged only once.
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
