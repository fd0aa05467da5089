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

// newestTransaction returns the number of the newest transaction in a file. It reads
// the two meta pages, of which bbolt writes one at the end of each transaction: the
// number is 48 bytes after the page header of 16 bytes. bbolt itself cannot open the
// file, since another process holds its lock.
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
