// Package packed shows tables as they are while old rows of theirs are packed: many
// neighbouring rows compressed together in a row of [analytics.TablePacks].
//
// A row of the table itself counts before a packed one with the same key. So new values
// of packed rows are put beside the packs, and packed with the others later. Rows that
// are deleted are also removed from their packs. All packed rows are before a limit, so that
// reading and writing later ones costs a comparison more.
//
// A pack that is damaged does not make its rows look as if they were not there. Each key
// in its range has a damaged value, and a scan ends there with an error, unless it is to
// pass over damage, see [wire.PastDamage]. So it stays, whatever rows are put beside it or
// deleted, until a rebuild has put back all rows of the range. Of the log, a scan shows a
// damaged row in each block of the pack, as if the block had a damaged chunk, and goes on;
// such a pack stays until retention removes its blocks.
//
// What is stored, beside the rows that are not packed:
//
//   - [analytics.TablePacks], keyed (table, last key, first key): a pack
//   - [wire.MetaPacked]: the limit
//   - [wire.MetaUnpacked]: the parts of a table that have rows to be packed, which are days,
//     or runs of blocks of the log
//
// The files:
//
//   - store.go: shows a store without its packs
//   - tx.go, scan.go, cursor.go: read and write rows
//   - locate.go: finds the pack of a key
//   - damaged.go: finds damaged packs
//   - pack.go, build.go, step.go: read and make a pack, and its keys
//   - limit.go, marks.go: the limit, and what is to be packed
//   - job.go, merge.go: pack rows of a part
//
// Package recorder may import it.
package packed
