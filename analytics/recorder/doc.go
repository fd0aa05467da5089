// Package recorder records clicks and answers questions about them.
//
// [Open] leases a lane of an [analytics.Store] and returns a [Recorder].
// [Recorder.Record] takes a hit for every request, [Recorder.Stats] returns
// figures, [Recorder.Clicks] and [Recorder.Export] return clicks, and
// [Recorder.Close] writes everything and gives the lane back.
//
// A lane is a complete log with its rollups. Each lane has one recorder at a
// time. A store that is owned by one process has one lane. If it has several, figures are
// those of all lanes: the recorder reads what others have written and adds it up. It
// writes only to its own.
//
// # The way of a click
//
// [Recorder.Record] copies what it needs of the hit into a bounded queue. One
// goroutine empties the queue, every 40 ms, or at once with
// [analytics.Options.Sync]. It looks up what takes time (place, agent, referrer) and
// appends all hits of the queue to the log as one block, in one transaction.
//
// Figures are kept in rollups, one for each link and UTC day. A rollup is a fold of
// the log: the sum of the link's clicks of that day. The links are divided into 64
// slices, and each slice has its turn every 10 seconds. In its turn, the clicks
// that are in the log but not in the rollups yet are added to the rollups, and the
// slice's mark moves to the newest block, in one transaction. Clicks of blocks
// after the mark are pending and are held in memory.
//
// Rollups and pending clicks together always equal a recount of the log.
// [Recorder.Stats] adds them up, [Open] reads pending clicks from the log again
// after a crash, and [Recorder.Close] folds everything.
//
// [Recorder.Export] and [Recorder.Follow] read the log in its order, a page at a
// time: Export reads what is there, Follow also waits for what comes. Both merge the
// logs of all lanes, block by block; Clicks and [Recorder.Events] merge the lanes click
// by click. So the order within a lane is always that of its log, and clicks of
// different lanes are ordered by time as far as that allows.
// [Recorder.Import] appends clicks of the past.
//
// # Tracked clicks
//
// The ID of a click is made from its place in the log, unless the hit has one that the
// destination gets to know. Then it is stored, and [Recorder.Convert] records what the
// visitor did after the click. Conversions are records of the log like clicks: they are
// exported, followed, removed and erased with them. [Recorder.Event] finds both by ID.
//
// # What is kept of visitors
//
// Texts are cut to 512 bytes and made valid UTF-8. Addresses are truncated by
// default, see [analytics.AddressPolicy].
//
// Visitors are told apart by a keyed hash of the link's domain, the address and
// the User-Agent. The key lives for one UTC day, or for 30 days if
// [analytics.Options.KeyDays] says so, and is overwritten with the first click of
// the next period. So nobody can be followed from one period to the next. Within a
// period, whoever reads the store sees which clicks came from the same visitor.
// Whoever also has the key can search the clicks for a known address. 30 days
// reveal more than one day.
//
// # What is promised
//
// A click that was acknowledged as durable is never lost. A process that is killed
// loses only clicks from the end of the log. When the store does not keep up, a
// request waits at most 250 ms; then its click is lost. The number of lost clicks
// is written to the log as soon as the store accepts writes again, see
// [analytics.Period]. Only the recorder that leases a lane writes to it; opening
// another one fails with [analytics.ErrLeased].
//
// # Sums
//
// Days and months that are over are closed: their rollups are added up, so that
// [Recorder.Stats] and [Recorder.Totals] read fewer rows. There are sums of a
// workspace's day, of a month of a link or a workspace, and of all days of a link. When
// clicks are added to a closed day, its sums are removed in the same transaction, and
// made again later. Meanwhile the rollups are read.
//
// # Packs
//
// The rollups of days that are closed, and the texts of clicks of these days, are packed:
// neighbouring rows are compressed together, which leaves less than half of them. Clicks
// that come late and erasures change packed rows as they do others. Package packed shows
// the rest of this package rows and no packs.
//
// # Upkeep
//
// [Recorder.Audit] recounts the log and reports every difference.
// [Recorder.Rebuild] also corrects the rollups.
//
// Clicks older than [analytics.Options.Retention] are removed from the front of the
// log, in whole blocks that are folded. The recorder first stores up to which block
// the log is removed, then deletes the rows. Rollups stay.
//
// [Recorder.EraseClicks] deletes a link's rollups, ends its chain of clicks and
// stores up to which block its clicks are void, in one transaction. After that it
// overwrites the clicks in the log. [Recorder.EraseVisitors] blanks what identifies
// visitors, and keeps the figures.
//
// Upkeep runs one job at a time, in transactions of some milliseconds between the
// flushes. Sums are made in views beforehand.
//
// # Where things are
//
// Recording:
//
//   - recorder.go: Open, Record, Flush, Close
//   - options.go, lane.go: defaults of options; lease, owner and release of the lane
//   - hit.go: checks a hit
//   - queuedhit.go, keeptexts.go, texts.go: what the queue keeps of a visit, in memory of
//     its own
//   - queue.go, batch.go: the queue, and the hits of one flush
//   - run.go: the goroutine: when to flush, retry and fold
//   - yielder.go: lets requests run while the goroutine works
//   - blockbuilder.go, block.go: hits become a block of the log
//   - tracked.go: what tracked clicks and conversions bring along
//   - convert.go, queuedconversions.go: Convert, and which conversions are not on disk yet
//   - enrich.go, agents.go: class, place, agent, referrer and parameters of a hit
//   - address.go, visitorhash.go: truncates addresses, hashes visitors
//   - commit.go: the transaction that writes a block and folds a slice
//   - fold.go, reopen.go: folds a slice; opens sums whose rollups change
//   - load.go, laneloader.go, replay.go, loadrows.go, salvage.go: what Open reads, and what it
//     does about damage
//   - metrics.go: Metrics
//   - tenure.go, moveon.go: notes when the lease is lost; goes on in another lane
//
// Reading:
//
//   - stats.go, totals.go: Stats, Totals and WorkspaceClicks; package tally computes the
//     figures
//   - clicks.go: Clicks
//   - events.go: Events and EachEvent; package timeline reads them
//   - event.go: Event, and IDs of clicks
//   - persons.go: Persons
//   - export.go, follow.go, logend.go: Export, Follow, and the end of the log
//   - members.go: the links of workspaces
//   - lanestate.go: what readers need of a lane beside its tables
//   - mirrors.go, laneloader.go: the same of the lanes that other recorders write
//   - readers.go: tells readers which of their links were erased meanwhile
//
// Upkeep:
//
//   - upkeep.go: runs jobs between flushes, one at a time
//   - audit.go, rebuild.go: Audit and Rebuild; package recount does the work
//   - auditothers.go: Audit of lanes that other recorders write
//   - auditsums.go, audittotals.go: what Audit and Rebuild do with sums
//   - closedays.go, closeday.go, closemonth.go, closeopen.go: add up days and months that
//     are over, and sums that are open
//   - packdays.go: packs rows of days that are closed
//   - mendfigures.go: rebuilds damaged rollups and sums
//   - erase.go: EraseClicks
//   - erasevisitors.go, blankvisitors.go, recountdays.go: EraseVisitors, which blanks clicks
//     and counts their days again
//   - erasing.go: whose clicks Convert does not find meanwhile
//   - everywhere.go, serve.go: ask the owners of other lanes; do what they ask
//   - adopt.go: looks after lanes that nobody has
//   - retention.go: removes old clicks
//   - import.go, hitof.go, recorded.go: Import, and hits that stand for recorded clicks
package recorder
