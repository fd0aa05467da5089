package bolt

import (
	"bytes"
	"os"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/store/internal/pages"
)

// damage has the damaged pages of a file by bucket, in the order of their keys. What
// they hold cannot be read or changed; everything else can.
type damage map[string][]*pages.Fault

// in returns the damage of a bucket.
func (d damage) in(bucket []byte) []*pages.Fault {
	if len(d) == 0 {
		return nil
	}
	return d[string(bucket)]
}

// survey checks the structure of an open file. It returns an error if the whole file
// cannot be trusted.
func survey(db *bbolt.DB, file *os.File) (damage, error) {
	found := make(damage)
	var fatal error
	pages.Check(file, db.Info().PageSize, func(f *pages.Fault) {
		if f.InFile() && fatal == nil {
			fatal = fault(f)
		}
		found[string(f.Bucket)] = append(found[string(f.Bucket)], f)
	})
	for _, faults := range found {
		slices.SortFunc(faults, func(a, b *pages.Fault) int { return bytes.Compare(a.From, b.From) })
	}
	return found, fatal
}

// intact returns the first damage of a transaction's pages. A copy would hide it.
func intact(tx *bbolt.Tx, file *os.File) (err error) {
	inspectPages(tx, file, func(f *pages.Fault) {
		if err == nil {
			err = fault(f)
		}
	})
	return err
}

// pages reports the damaged pages.
func (c *check) pages(file *os.File) {
	inspectPages(c.tx.Tx, file, func(f *pages.Fault) { c.report(fault(f)) })
}

// inspectPages checks the pages of a transaction.
func inspectPages(tx *bbolt.Tx, file *os.File, report func(*pages.Fault)) {
	size := tx.DB().Info().PageSize
	pages.CheckTrees(file, size, uint64(tx.Cursor().Bucket().Root()), uint64(tx.Size())/uint64(size), report)
}
