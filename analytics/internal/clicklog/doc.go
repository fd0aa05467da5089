// Package clicklog is the log of clicks: its formats, and how it is read.
//
// Packages rollup, tally, timeline, recount, recorder and clickfile may import it.
//
// # Formats
//
// Every value has a version and a checksum, see package wire. The types named
// here document their bytes.
//
//   - [analytics.TableLog], keyed (block, last link, sequence): a [Chunk] of a block,
//     about 2 KB. The clicks of a block are grouped by link and revision; within
//     a group they are in the order in which they came. Each group says how many
//     blocks back the link was clicked before, so that a link's clicks form a
//     chain. A group without records stands for erased clicks. The fields of all
//     clicks of a chunk are stored by column. Rows under link
//     2³²-1 hold, as sequence 0, the lost clicks ([Gap]) of the block and, from
//     sequence 1 on, its new plans ([PlanRows]).
//   - [analytics.TableWords], keyed (UTC day of the flush, id): a text to which the
//     clicks of that day refer by its id, see [Words]. A day has at most 50,000
//     words and 8 MB; further texts are stored in the chunks.
//   - [analytics.TablePlans], keyed (link, revision): an [analytics.Plan], see
//     [AppendPlan]. It moves here from the log when the first click that needs it
//     is folded.
//   - [analytics.TableHeads], keyed (link / 256): the newest block of each of 256
//     links as of their slice's mark, and the links' workspaces, see [Heads].
//   - [analytics.TableIDs], [analytics.TablePersons]: which blocks have tracked clicks
//     of some time, of a person, of a person on a link, and conversions of a click, see
//     [Index].
//   - [analytics.TableMeta]: the [Position], which is the end of the log; the last
//     leases that wrote blocks ([Epochs]); the [Marks] up to which slices are
//     folded; what is [Removed] from the front of the log; and for each link that
//     is being erased, the block up to which its clicks are void ([Erasures]); visitors
//     whose clicks are being blanked ([VisitorErasure]), and the rollups that have to be
//     counted again therefore.
//   - [analytics.TableShared], which all lanes have in common: the [VisitorKey] with
//     the [KeyPeriods].
//
// The id of a click that is not tracked is not stored, see clickid.go.
//
// # Where things are
//
// Formats:
//
//   - chunk.go, group.go: a chunk and its groups
//   - chunkbuilder.go, chunkrewriter.go: builds a chunk, erases from one
//   - record.go: a click
//   - recordset.go, recordsetbuilder.go: the clicks of a chunk, by column
//   - column.go, columnbuilder.go, packed.go: the numbers of a column
//   - clickformat.go, tracking.go: what is no number; what tracked clicks and conversions
//     have besides
//   - words.go, wordloader.go, wordcache.go: the dictionary of texts, and single words;
//     cuts texts
//   - plans.go, planloader.go: plans, and how they are found
//   - columns.go, columnrecord.go: the clicks of a group, field by field
//   - lostclicks.go: lost clicks
//   - clickid.go: the id of a click
//   - index.go: the blocks of ids, of persons and of conversions
//   - position.go, epochs.go: the end of the log, and who wrote it
//   - marks.go: up to which block slices are folded
//   - heads.go, members.go: the newest block and the workspace of every link
//   - removed.go: what retention has removed, and what it may remove next
//   - erasure.go: links that are being erased; overwrites their clicks
//   - visitorerasure.go, blank.go: visitors that are being erased; blanks their clicks
//   - overwrite.go: finds and replaces chunks, and removes their rows of indexes
//   - visitorkey.go, keyperiod.go: the key of visitors, and how long it is used
//
// In memory:
//
//   - pending.go: slices, and the clicks that are not folded yet
//
// Reading:
//
//   - recordreader.go, columns.go: the clicks of a group, one by one or field by field
//   - linkchain.go, chainscan.go, readclicks.go: a link's clicks, newest first
//   - logwindow.go: the groups of some links in some blocks, and clicks with their places
//   - logreader.go: clicks in the order of the log
//   - findclick.go: the click with an id
package clicklog
