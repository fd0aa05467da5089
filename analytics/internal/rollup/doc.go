// Package rollup holds the figures of a link's UTC day, adds clicks to them and
// merges them.
//
// Packages tally, timeline, recount and recorder may import it.
//
// # Formats
//
// [analytics.TableRollups] is keyed (UTC day, link). Every value has a version and a
// checksum, see package wire. A rollup, whose bytes format.go documents, holds
//
//   - the blocks of the day's first and last clicks;
//   - the requests by class and quarter-hour;
//   - for each [analytics.Dimension] the human clicks by value and hour, the first
//     1,000 values by name;
//   - the conversions by kind, currency and quarter-hour, the first 1,000 kinds by
//     name, with their values, and the clicks and variants that they converted;
//   - the visitors of the link and of each rule: up to 4,096 marks, which are the first
//     28 bits of their hashes, above that a HyperLogLog sketch and its estimate;
//   - for links with splits, the clicks by hour and the visitors of each variant.
//
// The rows of day 2³²-1 hold the lost clicks of each day by quarter-hour.
//
// [analytics.TableSums] is keyed (kind, day or month, number), see [wire.SumKey]. Its
// rows add up rollups of closed days: the links of a workspace on a day, the days of a
// month of a workspace ([MonthSum]), and all days of a link ([TotalSum]). The days of a
// month of a link are added up in the row of its page, which has 128 links and their
// common names ([MonthPage]), or, where they are large, in a row of the link. Another row
// of the page has the visitors of each day ([PageVisitorsValue]), which only questions
// about several links need. [analytics.TableMeta] says which days and months are [Closed] and which
// sums are open, which means that they were removed and have to be made again.
//
// Values, kinds, rules and variants are sorted by name: the same clicks give the same
// bytes in whatever order they came, as long as no dimension has more values than
// are told apart.
//
// # Where things are
//
//   - rollup.go: the figures of a day, and how a click is counted
//   - format.go: how they are encoded
//   - cells.go: requests by class and quarter-hour
//   - dimension.go, clickvalues.go: clicks by value, and the values of a click
//   - variants.go: outcomes of splits
//   - conversions.go, amounts.go, conversionformat.go: conversions, their values, and how
//     they are encoded
//   - monthconversions.go: conversions of a month
//   - visitors.go, union.go: unique visitors, and those of several days or links
//   - folder.go, folderahead.go: adds groups of clicks to the stored rollups, which are
//     read together
//   - recountday.go: counts a stored rollup again
//   - merge.go: merges rollups
//   - monthsum.go, totalsum.go: sums of a month and of all days, and how they are encoded
//   - monthvalues.go: clicks by value of a month
//   - monthpage.go, pageparts.go, pagenames.go, pagevisitors.go: sums of a month and
//     visitors of many links
//   - span.go: where the clicks of a stored rollup are in the log
//   - sumrequests.go: the requests in a stored rollup or sum
//   - closed.go: which days and months are closed, and which sums are open
//   - reopener.go: opens the sums of rollups that change
//   - days.go: the days that have rollups
//   - lostclicks.go: a day's lost clicks
//   - logbounds.go: which blocks of the log hold the clicks of a range
package rollup
