package bolt

import "fmt"

// checked is a bucket with the check of its rows.
type checked struct {
	bucket []byte
	check  func(row) error
}

// tables returns the buckets whose rows are checked one by one.
func (c *check) tables() []checked {
	b, d := links{c.tx}, documentsOf(c.tx)
	return []checked{
		{bucketLinks, c.link},
		{bucketIDs, func(r row) error { _, err := b.filed(r.key, r.payload); return err }},
		{bucketOrders, b.ordered},
		{bucketSegments, b.segmented},
		{bucketCodes, c.code},
		{bucketExternal, func(r row) error { _, err := b.outside(r.key, r.payload); return err }},
		{bucketDestinations, func(r row) error { _, err := b.destined(r.key); return err }},
		{bucketBin, func(r row) error { _, err := b.inBin(r.key); return err }},
		{bucketRevisions, func(r row) error { _, err := decodeLink(first(r.key), r.payload); return err }},
		{bucketDeleted, func(r row) error { _, err := deletedNumber(r.key, r.payload); return err }},
		{bucketUses, sized},
		{bucketWorkspaces, c.workspace},
		{bucketDocuments, c.document},
		{bucketKeys, func(r row) error { return d.hasKey(r.payload, r.key) }},
		{bucketVisitors, c.visitor},
		{bucketAliases, c.alias},
		{bucketKnown, c.knownAs},
		{bucketChanges, func(r row) error { _, err := decodeChange(r.key, r.payload); return err }},
	}
}

// sized checks a row with a number.
func sized(r row) error {
	if len(r.payload) != numberSize {
		return fmt.Errorf("%w: row %q has %d bytes", ErrCorrupt, r.key, len(r.payload))
	}
	return nil
}

// first returns the number at the beginning of a key.
func first(key []byte) []byte { return key[:min(numberSize, len(key))] }
