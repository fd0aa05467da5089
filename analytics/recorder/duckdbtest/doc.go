// Package duckdbtest compares filtered statistics of package recorder with DuckDB. Both
// have the same clicks in a file of their own and are asked the same question in turns.
// It is a module of its own, outside of the workspace, because DuckDB needs cgo and g++.
//
// LINKPACK_STATS is the number of clicks; without it, the test is skipped:
//
//	bash .ci/soak stats
package duckdbtest
