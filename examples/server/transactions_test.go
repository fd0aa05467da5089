package main

import (
	"encoding/binary"
	"os"
	"testing"
	"time"
)

// awaitTransactions waits until n further transactions are in a server's file.
func awaitTransactions(t *testing.T, path string, n uint64) {
	t.Helper()
	begin := newestTransaction(t, path)
	for end := time.Now().Add(time.Minute); newestTransaction(t, path) < begin+n; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d of %d transactions in a minute", newestTransaction(t, path)-begin, n)
		}
	}
}

// newestTransaction returns the number of a file's newest transaction, from its
// first two pages, which bbolt writes in turn as the end of each: a page has a
// header of 16 bytes, and the number stands 48 bytes behind it. The file belongs
// to another process, so that bbolt would not open it.
func newestTransaction(t *testing.T, path string) (newest uint64) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for page := range int64(2) {
		var number [8]byte
		if _, err := file.ReadAt(number[:], page*int64(os.Getpagesize())+16+48); err != nil {
			t.Fatal(err)
		}
		newest = max(newest, binary.NativeEndian.Uint64(number[:]))
	}
	return newest
}
