// Package tally computes the answer to an [analytics.Query]. It reads rollups and
// pending clicks or, if the query has a filter, the clicks in the log.
//
// Only package recorder may import it.
//
//   - checkquery.go: what can be asked for
//   - calendar.go, granularity.go, clock.go: days, hours and weeks of a time zone
//   - tally.go: the sums
//   - sortedcounts.go: clicks by name, of rows with many names
//   - fromrollups.go, scanrollups.go, dayrow.go: adds up rollups and pending clicks
//   - sumreader.go, monthreader.go, monthrow.go: adds up sums in place of rollups
//   - linksmonth.go, requestgrid.go: adds up a month of several links
//   - conversions.go, conversionsums.go: adds up conversions
//   - partialday.go: counts the clicks of a day of which the range has a part
//   - filteredlog.go, logspan.go: finds the blocks with the clicks of a filtered answer,
//     and divides them
//   - logworkers.go, logworker.go, jointally.go: reads parts of them at once, and adds up
//     what was counted
//   - columngroup.go: the fields of a group of clicks
//   - clickfilter.go, textfilter.go, cityfilter.go, targetfilter.go: chooses the clicks
//     that pass a filter
//   - clickcounter.go, labelcounter.go, labelnames.go, wordcounts.go, outcomecounter.go:
//     counts them
//   - uniques.go: unique visitors of the range
//   - answer.go: makes the answer of the sums
//   - summer.go, monthmaker.go: makes the sums of days, months and totals that are stored
//   - totals.go, soundtotals.go: totals of links
//   - rangetotals.go, rangemonths.go, rangedays.go: totals of links in a range, with
//     conversions: in all, of months from their sums, of other days from rollups
package tally
