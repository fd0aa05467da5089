package bolt

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/analytics"
)

// formatVersion is the version of the layout that this package reads and writes.
// It changes whenever the layout does.
const formatVersion = "10"

// The buckets of a file.
var (
	bucketFormat       = []byte("linkpack")
	bucketLinks        = []byte("links")
	bucketCodes        = []byte("codes")
	bucketExternal     = []byte("external")
	bucketDestinations = []byte("destinations")
	bucketIDs          = []byte("ids")
	bucketOrders       = []byte("orders")
	bucketSegments     = []byte("segments")
	bucketBin          = []byte("bin")
	bucketDeleted      = []byte("deleted")
	bucketRevisions    = []byte("revisions")
	bucketUses         = []byte("uses")
	bucketWorkspaces   = []byte("workspaces")
	bucketDocuments    = []byte("documents")
	bucketKeys         = []byte("keys")
	bucketVisitors     = []byte("visitors")
	bucketAliases      = []byte("aliases")
	bucketKnown        = []byte("known")
	bucketChanges      = []byte("changes")

	keyFormat  = []byte("format")
	keyEpoch   = []byte("epoch")
	keyNumbers = []byte("numbers")
	keyChanges = []byte("changes")
	keyJournal = []byte("journal")
	keyCopy    = []byte("copy")
)

// bucketClicks is the beginning of the names of the buckets of clicks.
const bucketClicks = "clicks."

// buckets lists the buckets that every file has.
func buckets() [][]byte {
	all := [][]byte{
		bucketFormat, bucketLinks, bucketCodes, bucketExternal, bucketDestinations, bucketIDs, bucketOrders, bucketSegments, bucketBin, bucketDeleted,
		bucketRevisions, bucketUses, bucketWorkspaces, bucketDocuments, bucketKeys, bucketVisitors, bucketAliases, bucketKnown, bucketChanges,
	}
	for _, table := range append(analytics.Tables(), analytics.TableShared) {
		all = append(all, tableBucket(table))
	}
	return all
}

// tableBucket returns the name of the bucket of a table, in lane 0.
func tableBucket(table analytics.Table) []byte { return []byte(bucketClicks + table) }

// lay creates the buckets of a new file.
func lay(btx *bbolt.Tx) error {
	for _, name := range buckets() {
		if _, err := btx.CreateBucket(name); err != nil {
			return err
		}
	}
	t := &tx{Tx: btx}
	return errors.Join(
		btx.Bucket(bucketFormat).Put(keyFormat, []byte(formatVersion)),
		t.setCounter(keyNumbers, 0),
		t.setCounter(keyChanges, 0),
	)
}

// inspect checks that a file is complete, ours and of this version.
func inspect(tx *bbolt.Tx) error {
	info, err := os.Stat(tx.DB().Path())
	if err != nil {
		return err
	}
	if info.Size() < tx.Size() {
		return fmt.Errorf("%w: the file has %d bytes of %d", ErrCorrupt, info.Size(), tx.Size())
	}
	format := tx.Bucket(bucketFormat)
	if format == nil {
		return fmt.Errorf("%w: it holds %s", ErrForeign, contents(tx))
	}
	if version := string(format.Get(keyFormat)); version != formatVersion {
		return fmt.Errorf("%w: it has format %.20q, this version of linkpack reads format %q", ErrForeign, version, formatVersion)
	}
	for _, name := range buckets() {
		if tx.Bucket(name) == nil {
			return fmt.Errorf("%w: bucket %q is missing", ErrCorrupt, name)
		}
	}
	return nil
}

// contents names the first buckets of another program's file.
func contents(tx *bbolt.Tx) string {
	var names []string
	c := tx.Cursor()
	for name, _ := c.First(); name != nil && len(names) < 5; name, _ = c.Next() {
		names = append(names, fmt.Sprintf("%.40q", name))
	}
	if names == nil {
		return "nothing"
	}
	return "the buckets " + strings.Join(names, ", ")
}
