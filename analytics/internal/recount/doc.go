// Package recount counts the clicks in the log again and compares the result with
// the stored rollups. Audit and Rebuild use it.
//
// Only package recorder may import it.
//
//   - recount.go, logrows.go: reads the log and counts again
//   - auditscope.go: which days and links
//   - memorybound.go: counts part of the rollups at a time when they are large
//   - auditor.go: collects what an audit finds
//   - comparison.go, differences.go, conversions.go: compares stored and recounted rollups
//   - lostcomparison.go: compares lost clicks
//   - brokenchains.go, chainrepair.go: finds and repairs broken chains of clicks
//   - othertables.go: checks words, plans and rollups that have nothing to compare with
//   - indexcheck.go, indexes.go: compares the rows of indexes
//   - mends.go: the rows that Rebuild has to write
package recount
