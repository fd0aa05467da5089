package bolt

import (
	"os"
	"syscall"
)

// syncData puts the content of a file on disk, but not when it was changed.
func syncData(file *os.File) error {
	return os.NewSyscallError("fdatasync", syscall.Fdatasync(int(file.Fd())))
}
