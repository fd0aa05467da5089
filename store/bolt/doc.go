// Package bolt keeps links, documents and clicks in one file, by bbolt: an
// embedded database with one writer at a time and readers that never wait for
// it. Every change that was acknowledged is on disk; after a crash the file is
// as the last acknowledged change left it.
//
// The file belongs to one process at a time. [Store.Backup] copies it while it is
// in use; copied by other means, it has to be closed. When it is removed or
// replaced while it is open, every change fails with [ErrRemoved]. It never
// shrinks by itself: see [Compact].
//
// # Layout
//
// The buckets of a file and what they hold, key → value:
//
//	linkpack      "format" → the version of this layout; "epoch" → that of the
//	              newest lease of lane 0 that wrote something (8 bytes)
//	links         number (4 bytes, big endian) → link (JSON)
//	codes         domain, code → number; with one byte more it is a tombstone
//	ids           workspace, id → number
//	deleted       workspace, id → number, of links that are no more
//	revisions     number, revision (4 bytes each) → link as it was (JSON)
//	uses          number → uses of a limited link (4 bytes)
//	documents     kind, workspace, id → document (JSON)
//	keys          kind, unique key → key in documents
//	clicks.TABLE  one for each of [analytics.Tables], those of lane 0, and for
//	              [analytics.TableShared]
//	clicks.TABLE/LANE  those of further lanes, 1 to [analytics.MaxLane]
//
// A file has lane 0 alone to write to: one recorder at a time. Further lanes come
// from a store of many processes that was copied here; they can be read.
//
// In keys of several parts each part but the last carries its length.
package bolt
