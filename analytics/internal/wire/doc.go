// Package wire encodes and decodes keys and values of the click log's tables.
//
// Every value begins with the version of its format and the CRC-32C of the rest.
// All formats have the same version. A value of another version is refused with
// [analytics.ErrFormat], a damaged one with [analytics.ErrDamaged]; the error names the
// row. Numbers are big-endian in keys and mostly varints in values.
//
//   - keys.go, sumkey.go, indexkeys.go, packkeys.go: the keys of every table, those of
//     sums, those of indexes, and those of packs
//   - packedtable.go: the tables that have packs
//   - value.go: version and checksum, reading a row
//   - rowsahead.go: reads many rows with one request
//   - reader.go: reads varints, strings and counts of a payload
//   - sharednames.go: sorted names, each without what it shares with the one before
//   - time.go, month.go: days, hours and quarter-hours of times in milliseconds; months
//   - lanereader.go: views of one lane
//
// All packages of analytics/internal and package recorder may import it.
package wire
