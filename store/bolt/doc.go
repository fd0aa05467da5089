// Package bolt stores everything in one file. Open the file with [Open] and pass
// the store to [linkpack.New]. Copy the file with [Store.Backup] while it is in
// use, and make it smaller with [Compact].
//
// While clicks are written in quick succession, as in sync mode under load, there is a
// second file beside it: the journal, named like the file with "-journal" behind it.
// [Store.Close] removes it. The journal belongs to the file: after a crash it has the
// newest clicks, which Open applies. Whoever copies, moves or renames the file then must
// do so with both, or use Backup or Compact.
//
// If the disk is full when a file is opened after a crash, the journal stays. Links can be
// read then, and Backup copies everything to another disk. Every change and every view of
// clicks fails until there is room, and so does opening a recorder, which views clicks.
//
// The file is a database of the package go.etcd.io/bbolt. One change is made at a
// time, and reading does not wait for it. Only a view of clicks may, while the journal
// is in use: it waits for the update that runs. Every acknowledged change is on disk:
// after a crash the file, with its journal, is as the last one left it.
//
// One process at a time can open the file. Use Backup to copy it meanwhile; any
// other way of copying needs the file closed. When the open file is removed or
// replaced, every change fails with [ErrRemoved]. The file never shrinks by itself.
//
// # Damage
//
// A damaged disk changes bits. Every row has a checksum of its bucket, key and value,
// which is checked whenever the row is read, and an index entry is checked against the
// row that it points to. Open checks the structure of the whole file, for which it
// reads every page once. Errors about damage wrap [ErrCorrupt] and name the row or
// page; [Store.Check] names everything that is damaged.
//
// A damaged row costs itself. A list goes on without it and returns the other rows
// with an error that names it. Where an entry of an order or a segment of the search is
// damaged, a list reads the links that they may hide, so that it lacks none. A segment is
// made again when one of its links changes. Nothing that is damaged is taken for missing:
// a code whose entry is damaged is an error and cannot be taken again. On a damaged page,
// the keys that it has or may have cannot be read or written, and rows cannot be removed
// from its bucket; everything else works, and so does every change of a link if the page
// is one of the orders or segments. Open refuses the file when one of its two
// heads, the list of free pages or the list of buckets is damaged, or a page is used
// twice. In the first two cases, [Compact] makes a sound copy; if a head is damaged,
// the copy may lack the newest change. In all others, restore a backup. Backup and
// Compact refuse a file with damaged pages. They copy damaged rows as they are.
//
// Open also refuses a file whose journal is missing, has a damaged record before others,
// or belongs to another file or to a later state of this one. The error says what to do.
// A damaged record at the end of a journal cannot be told from one that a crash cut off,
// and is left out.
//
// A panic of bbolt, or a fault while reading a file that was cut off, is returned as
// ErrCorrupt, too. After some of them the store must be opened again, which every call
// then says.
//
// # Layout
//
// The buckets of a file and what they hold, key → value:
//
//	linkpack      "format" → the version of this layout; "epoch" → the epoch of the
//	              newest lease of lane 0 that wrote something; "numbers" → the last
//	              number that was given; "changes" → the last row of the change log
//	              (8 bytes each); "journal" → the id of the newest journal (8 bytes), and
//	              1 if the file needs it or 2 if not; "epoch/LANE" → the epoch that a
//	              further lane had where it was copied from (8 bytes); "copy" → how far
//	              an unfinished copy has come (JSON)
//	links         number (4 bytes, big endian) → link (JSON)
//	codes         domain, code → number; a tombstone has the number of its workspace,
//	              too, and then, if the link had a design, its revision (8 bytes) and id
//	external      workspace, external id → number; not for links in the bin
//	destinations  hash of workspace, domain, destination and whether there is an
//	              external id (12 bytes), complement of the expiry (8 bytes), number
//	              → nothing; only for links that a target can select
//	ids           workspace, id → number
//	orders        workspace, order (1 byte), value, id → number, or nothing where the
//	              entry was removed while a page of the bucket was damaged; an order is
//	              a [linkpack.SortKey], the value what it sorts by, of which a zero is
//	              followed by 0xFF; two zeros are behind it, or behind the first 256
//	              bytes of a longer one a zero and a one
//	segments      workspace, number / 64 (4 bytes) → the texts and terms of up to 64
//	              links, in which searches and filters look, at most 4 KiB of each link,
//	              or nothing as in orders; see below
//	bin           time of deletion (8 bytes), number → nothing
//	deleted       workspace, id → number of a removed link
//	revisions     number, revision (4 bytes each) → link as it was (JSON)
//	uses          number → uses of a limited link (4 bytes)
//	workspaces    workspace → its number in the click log and how many links it has,
//	              4 bytes each
//	documents     kind, workspace, id → document (JSON)
//	keys          kind, unique key → key in documents
//	visitors      workspace, id → visitor (JSON)
//	aliases       kind, workspace, alias → id of the visitor; a kind is "i" for an
//	              identity, "e" for an e-mail, "m" for the id of a visitor that
//	              became part of another
//	known         workspace, id of a visitor, kind with alias → nothing; not for e-mails
//	changes       sequence (8 bytes, big endian) → row of the change log (JSON)
//	clicks.TABLE  one for each of [analytics.Tables], for lane 0, and one for
//	              [analytics.TableShared]
//	clicks.TABLE/LANE  the tables of further lanes, 1 to [analytics.MaxLane]
//
// A segment has a head and texts, each with a CRC-32C: that of the head (4 bytes), the
// length of the head, the head, the checksum of the texts (4 bytes), and the texts. The
// first covers the length and the head, the second goes on from the first. All lengths
// are unsigned varints as of encoding/binary, and so are sets of links, in which bit n is
// link n, but the first one.
//
// The head has the set of all links (8 bytes, big endian), of those with more than 4 KiB,
// which have neither texts nor terms here, of those that are archived, and of those in
// the bin. Then come the length of the terms, the terms, each with its length and the set
// of the links that have it, and a summary of the texts. Terms are in order: "d" and the
// domain of a code, "g" and the id of a group, "n" and its name, "t" and a tag. The
// summary has 8 to 2048 bytes, a power of two, in which a bit is set for three bytes in a
// row, but those of 0xFD to 0xFF. Its number is the three bytes as a number, big endian,
// times 0x9E3779B97F4A7C15, from bit 40 on. The summary is halved, the bits of both halves
// in one, while no more than every eighth bit is set.
//
// The texts of a link are 0xFF, and in lower case its name and codes with 0xFE between
// them, 0xFD, and its destination and tags with 0xFE between them.
//
// In a key of several parts, each part but the last, and in orders but the value, begins
// with its length, and the order is a byte without one. Every
// value but the format begins with its seal: the CRC-32C of the bucket's name and the
// key (4 bytes), and except for clicks and segments, which have their own, the CRC-32C of
// these bytes and the value (4 bytes).
//
// A journal begins with "lpjrnl", a zero and a one, its id (8 bytes), and the CRC-32C of
// these. Records follow: the id, the CRC-32C of what comes behind it, the length of the
// operations (4 bytes), the number of bbolt's transaction (8 bytes), the number of the
// record in that transaction (4 bytes), and the operations. An operation is 1 for a new
// value or 2 for a removal, and the table, the key and the value, each behind its length.
// When the transaction is committed, the next record overwrites the first. Until others
// overwrite them or the store is closed, old records stay behind it, at most about 4 MiB,
// also with clicks that were erased meanwhile.
//
// Only lane 0 can be written to, by one recorder at a time. A file has further
// lanes when it was copied from a store that many processes share; they can be
// read.
package bolt
