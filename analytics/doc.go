// Package analytics defines the words that the click statistics of short links
// share: [Hit] and [Click], [Query] and [Stats], [Audit] and [Finding], [Options],
// [Cursor], and the role [Store]. Nothing runs here.
//
// A recorder, opened by [github.com/linkpack/linkpack-go/analytics/recorder.Open],
// takes a Hit for every request, writes it to a log on a Store and answers with
// Stats and Clicks. The log is the truth: all figures follow from it. The package
// recorder documents how clicks are recorded, what is kept of visitors and what is
// promised.
//
// Package [github.com/linkpack/linkpack-go/analytics/clickfile] writes clicks to
// CSV files and reads and writes them as JSON lines.
package analytics
