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
//	linkpack      "format" → the version of this layout
//	links         number (4 bytes, big endian) → link (JSON)
//	codes         domain, code → number; with one byte more it is a tombstone
//	ids           workspace, id → number
//	deleted       workspace, id → number, of links that are no more
//	revisions     number, revision (4 bytes each) → link as it was (JSON)
//	uses          number → uses of a limited link (4 bytes)
//	documents     kind, workspace, id → document (JSON)
//	keys          kind, unique key → key in documents
//	clicks.TABLE  one for each of [analytics.Tables]
//
// In keys of several parts each part but the last carries its length.
package bolt
