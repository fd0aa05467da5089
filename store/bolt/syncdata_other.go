//go:build !linux

package bolt

import "os"

// syncData puts the content of a file on disk.
func syncData(file *os.File) error { return file.Sync() }
