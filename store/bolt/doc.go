// Package bolt stores everything in one file. Open the file with [Open] and pass
// the store to [linkpack.New]. Copy the file with [Store.Backup] while it is in
// use, and make it smaller with [Compact].
//
// The file is a database of the package go.etcd.io/bbolt. One change is made at a
// time, and reading never waits for it. Every acknowledged change is on disk: after
// a crash the file is as the last one left it.
//
// One process at a time can open the file. Use Backup to copy it meanwhile; any
// other way of copying needs the file closed. When the open file is removed or
// replaced, every change fails with [ErrRemoved]. The file never shrinks by itself.
//
// # Layout
//
// The buckets of a file and what they hold, key → value:
//
//	linkpack      "format" → the version of this layout; "epoch" → the epoch of the
//	              newest lease of lane 0 that wrote something (8 bytes)
//	links         number (4 bytes, big endian) → link (JSON)
//	codes         domain, code → number; with one byte more it is a tombstone
//	ids           workspace, id → number
//	deleted       workspace, id → number of a deleted link
//	revisions     number, revision (4 bytes each) → link as it was (JSON)
//	uses          number → uses of a limited link (4 bytes)
//	workspaces    workspace → its number in the click log
//	documents     kind, workspace, id → document (JSON)
//	keys          kind, unique key → key in documents
//	changes       sequence (8 bytes, big endian) → row of the change log (JSON)
//	clicks.TABLE  one for each of [analytics.Tables], for lane 0, and one for
//	              [analytics.TableShared]
//	clicks.TABLE/LANE  the tables of further lanes, 1 to [analytics.MaxLane]
//
// In a key of several parts, each part but the last begins with its length.
//
// Only lane 0 can be written to, by one recorder at a time. A file has further
// lanes when it was copied from a store that many processes share; they can be
// read.
package bolt
