// Package packed shows tables as they are while old rows of theirs are packed: many
// neighbouring rows compressed together in a row of [analytics.TablePacks].
//
// A row of the table itself counts before a packed one with the same key. So new values
// of packed rows are put beside the packs, and packed with the others later. Rows that
// are deleted are also removed from their packs. All packed rows are of days before a
// limit, so that reading and writing later ones costs a comparison more.
//
// A pack that is damaged does not make its rows look as if they were not there. Each key
// in its range has a damaged value, and a scan ends there with an error, unless it is to
// pass over damage, see [wire.PastDamage]. So it stays, whatever rows are put beside it or
// deleted, until a rebuild has put back all rows of the range.
//
// What is stored, beside the rows that are not packed:
//
//   - [analytics.TablePacks], keyed (table, last key, first key): a pack
//   - [wire.MetaPacked]: the limit
//   - [wire.MetaUnpacked]: the days of a table that have rows to be packed
//
// The files:
//
//   - store.go: shows a store without its packs
//   - tx.go, scan.go, cursor.go: read and write rows
//   - locate.go: finds the pack of a key
//   - damaged.go: finds damaged packs
//   - pack.go, build.go: read and make a pack
//   - limit.go, marks.go: the limit, and what is to be packed
//   - job.go, merge.go: pack rows of a day
//
// Package recorder may import it.
package packed
