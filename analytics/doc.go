// Package analytics has the types for counting requests to short links and for
// asking questions about them: what is recorded, what can be asked, and what the
// answers are.
//
// Open a [recorder.Recorder] on a [Store], and give it a [Hit] for every request.
// Ask it for the [Stats] that a [Query] describes, or read single [Click] values:
// those of one link, those of a [Selection], or new ones as they come. The package
// clickfile writes clicks as CSV and JSON. Most programs use the package linkpack,
// which does all of this for its links.
//
// A request has one [Class]. Only those of the class [Human] are called clicks in
// statistics. All types have JSON names.
//
// A store keeps lanes. A lane is a complete log with its rollups, and has one
// recorder at a time, which leases it when it is opened and gives it back when it
// is closed. A store that one process owns has one lane.
//
// # The way of a click
//
// [recorder.Recorder.Record] puts what it keeps of the hit into a bounded queue. One
// goroutine empties the queue every 40 ms, or at once with [Options.Sync]. It finds
// out what takes time (the place, the agent, the referrer of each visit) and
// appends everything to the log as one block, in one transaction.
//
// The figures are kept in rollups, one for each link and UTC day, which are a
// fold of the log. The links are divided into 64 slices, and every 5 seconds each
// slice has a turn: what the log has of it and the rollups have not is added to
// them, in a transaction that also moves the slice's mark, the block up to which
// it is folded. What is behind the mark is pending and held in memory. Rollups
// and pending clicks together are always what a recount of the log would give:
// [recorder.Recorder.Stats] adds them up, [recorder.Open] reads again what was pending
// when the process ended, and [recorder.Recorder.Close] folds everything.
//
// [recorder.Recorder.Export] and [recorder.Recorder.Follow] read the log in its order, a page at a
// time: what is there, and what comes. [recorder.Recorder.Import] adds to it what came
// long ago.
//
// # What is kept of visitors
//
// Texts are cut to 512 bytes and made valid UTF-8. Addresses are truncated by
// default, see [AddressPolicy]. Visitors are told apart by a hash of the link's
// domain, their address and their User-Agent, keyed with a secret. It lives for
// one UTC day, or for 30 when [Options.KeyDays] says so, and is overwritten
// with the first click of the next period: nobody can be followed from one period
// to the next. Within one, whoever reads the store sees which clicks came from
// the same visitor, and whoever has the key too can look for an address in it:
// 30 days tell more than one.
//
// # What is promised
//
// A click that was acknowledged as durable is never lost, and what a killed
// process loses is the end of the log. When the store does not keep up, a
// request waits at most 250 ms; then its click is lost, and the log says so as
// soon as it is written to again: see [Period.Lost]. Nobody but the recorder that
// leases a lane writes to it: a second one is refused with [ErrLeased].
//
// # Upkeep
//
// [recorder.Recorder.Audit] recounts the log and names every difference, [recorder.Recorder.Rebuild]
// makes rollups again. Clicks older than [Options.Retention] are removed from the
// front of the log, in whole blocks that are folded: first the place up to which
// it is gone is stored, then the rows are removed; rollups stay. [recorder.Recorder.EraseClicks]
// removes a link's rollups, ends its chain and stores up to which block its
// clicks are void, in one transaction, and then overwrites them in the log.
// All of it is done in transactions of a few milliseconds between the flushes,
// one job at a time.
//
// # Stored formats
//
// Every value begins with the version of its format, one for all of them, and
// the CRC-32C of what follows; another version is refused with [ErrFormat], a
// damaged value with [ErrDamaged], and the error names the row.
// Numbers in keys are big-endian, in values mostly varints.
//
//   - [TableLog], keyed (block, last link, sequence): a chunk of a block, about 2
//     KB. The clicks of a block stand grouped by link and revision, in the order
//     in which they came. Each group says how many blocks back the link was last
//     clicked, so that a link's clicks are a chain. A group without records
//     stands for clicks that were erased. Under link 2³²-1 stand, as
//     sequence 0, the block's gaps, which are lost clicks, and from 1 on the plans
//     that it uses and that no block before it did.
//   - [TableWords], keyed (UTC day of the flush, id): a text that the clicks of
//     that day refer to by its id. At most 50,000 and 8 MB a day; further texts
//     stand in the chunks.
//   - [TablePlans], keyed (link, revision): a [Plan], moved here when the first
//     click that needs it is folded.
//   - [TableRollups], keyed (UTC day, link): the first and the last block of the
//     day's clicks; requests by class and quarter-hour; human clicks by value and
//     hour for each [Dimension], the first 1,000 values by name; the visitors
//     of the link and of each rule, up to 32 as they are and above as a HyperLogLog
//     sketch with its estimate; and, of links with splits alone, clicks by hour and
//     visitors of each way out of a split. Under link 2³²-1 stand the day's lost
//     clicks by quarter-hour. Values, rules and variants stand in the order of
//     their names: the same clicks make the same bytes, in whatever order they
//     came, as long as no dimension has more values than keep their names.
//   - [TableHeads], keyed (link / 256): the newest block of each of 256 links, as
//     of their slice's mark.
//   - [TableMeta]: the position, which is the newest block and the epoch of the
//     lease that wrote it; the last 32 epochs that wrote blocks, each with the
//     block behind which its own begin; the marks; the block up to which the log
//     is gone, with the latest time of what was there; and for each link that is
//     being erased the block up to which its clicks are void.
//   - [TableShared], which the store has once and not for each lane: the visitor
//     key, with the days since when its period has had another length.
//
// The id of a click is not stored: it is a UUIDv7 of the click's time, the block
// (40 bits), the position in the block (20 bits), the lane (10 bits) and the lowest
// bits of the visitor's hash (4 bits). The text of a [Cursor] has a version, too,
// and a place, block and position, for each lane from which something was read.
package analytics
