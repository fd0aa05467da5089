package postgres_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/store/postgres"
	"github.com/linkpack/linkpack-go/store/postgres/internal/cluster"
)

// TestTheServerEndsUnderLoad kills the server and stops it while links, clicks and uses are
// written. Nothing acknowledged is lost, nothing is counted twice, and writing goes on by
// itself.
func TestTheServerEndsUnderLoad(t *testing.T) {
	server := own(t)
	p := pool(t, server.DSN())
	defer p.Close()
	check(t, postgres.Migrate(t.Context(), p))
	l := newLoad(t, p)
	l.begin(t.Context())
	ends := []func(*cluster.Cluster) error{(*cluster.Cluster).Kill, (*cluster.Cluster).Halt, (*cluster.Cluster).Kill}
	for _, end := range ends {
		l.progress(t)
		check(t, end(server))
		check(t, server.Run())
	}
	l.end(t, int64(len(ends)))
}
