// Package timeline reads the events of links in order, newest first or oldest first.
//
// Package recorder may import it.
//
// # Order
//
// Events are ordered by the UTC day of their time, and within a day by their place in
// the log. So clicks that were imported stand on their day. Events of a flush in which a
// day begins are on their days, too; all others are in the order of the log.
//
// Events of one visitor are in the order of the log alone, since the index of visitors
// has no days.
//
// # What it reads
//
// The days come from the sums of the workspace, which say on which days of a month it has
// clicks, and from the rollups where there are no sums yet. The links of a day are those
// that have a rollup, or pending clicks, which the recorder has in memory.
//
// A link's events of a day form a chain through the log, which a rollup gives the ends of.
// Newest first, the chains of all links of the day are merged from their ends. That costs
// a row for each link of the day, and one for each block with events of the page.
//
// The end of a chain is not where a page goes on in the middle of a day, a chain cannot be
// followed to newer clicks, and a day can have very many links. In these cases the log
// itself is read first, from the place where the page begins. If that has cost as many rows
// as following the chains would and the page is not full, the chains are followed.
//
// # Where things are
//
//   - query.go: which events are wanted, and their order
//   - reader.go: Reader, which reads pages in views of the store
//   - view.go: what a view needs to know
//   - pending.go: clicks that are not in rollups yet
//   - days.go: the days that may have events
//   - day.go: the events of a day, and how they are read
//   - daylinks.go: the links of a day
//   - logscan.go: reads the log from a place on
//   - damage.go: leaves out what is damaged
//   - newestfirst.go, oldestfirst.go: follow chains
//   - person.go: the events of a visitor
package timeline
