//go:build unix

package bolt

import (
	"os"
	"syscall"
)

// isRemoved reports whether an open file has no name any more. What is written to
// it then is lost when it is closed.
func isRemoved(file *os.File) bool {
	info, err := file.Stat()
	if err != nil {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && stat.Nlink == 0
}
