// Package transfer copies everything of one store to another: from a file to PostgreSQL,
// say, and back. [Copy] does it. The stores of this module are of the kind [Store].
//
// A copy has all that a store has: links with their numbers, revisions, codes and
// tombstones, documents, visitors, the change log, and every table of every lane of the
// click log. It has the same bytes, so copying back gives the same rows. Only who has
// leased a lane, and since when, is not copied.
//
// # Interruption
//
// Copy reads the source once before it writes anything. So a source with a damaged row is
// refused at once, and it is known how much there is to do. Then it writes some rows at a
// time, and with them a mark, which has a checksum of the whole source and says how far
// the copy has come. A second Copy finds the mark and goes on there if the source still
// has that checksum. At last Copy reads the destination and compares the number of rows
// and the checksum of each table. Only then it removes the mark.
//
// As long as a destination has its mark, opening it fails with [ErrUnfinished], unless the
// options of the store say that a copy shall go on. A store in memory shows nothing of a
// copy before its end.
package transfer
