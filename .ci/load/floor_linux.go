package main

import (
	"os"
	"syscall"
)

// syncData writes a file's data to the disk.
func syncData(f *os.File) error { return syscall.Fdatasync(int(f.Fd())) }
