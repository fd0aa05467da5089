package postgres_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/postgres/internal/cluster"
)

// smallDisk mounts a file system of 16 MB for a server and returns its folder.
func smallDisk(t *testing.T, server *cluster.Cluster) string {
	t.Helper()
	dir := filepath.Join(server.Dir(), "small")
	check(t, os.Mkdir(dir, 0o755))
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=16m"); err != nil {
		if os.Getenv("LINKPACK_CI") == "1" {
			t.Fatalf("mounting a small file system: %v", err)
		}
		t.Skipf("a full disk is not tried: mounting a small file system: %v", err)
	}
	t.Cleanup(func() { check(t, syscall.Unmount(dir, syscall.MNT_DETACH)) }) // the server still has files open
	check(t, server.Own(dir))
	return dir
}

// TestTheDiskIsFullForAWhile fills the disk of the tables under load. The log of the database
// is on another one, since a server whose log cannot grow ends.
func TestTheDiskIsFullForAWhile(t *testing.T) {
	server := own(t)
	dir := smallDisk(t, server)
	admin := pool(t, server.DSN())
	_, err := admin.Exec(t.Context(), "create tablespace small location '"+dir+"'")
	check(t, err)
	p := pool(t, server.DSN()+" default_tablespace=small")
	check(t, postgres.Migrate(t.Context(), p))
	ballast := filepath.Join(dir, "ballast")
	l := newLoad(t, p)
	l.begin(t.Context())
	l.progress(t)
	if err := os.WriteFile(ballast, make([]byte, 32<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("the disk is not full: %v", err)
	}
	l.fails(t, "53100")
	check(t, os.Remove(ballast))
	l.end(t, 0)
	p.Close()
	admin.Close()
}
