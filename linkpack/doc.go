// Package linkpack makes short links and decides where each visitor of one
// goes. It is the engine: a [Shortener] works on a [Store], keeps compiled
// links in memory, and records every visit. It speaks no HTTP; the package
// httpadapter puts it behind a handler, and a test or a job calls it directly.
//
// A link belongs to a workspace and is found by its domain and short code. Its
// gates (disabled, archived, start, expiry, limited uses, password) decide who is
// let in; its rules, from the package routing, choose the destination.
//
// Visits are counted by the package analytics. [Shortener.Stats] answers for a
// link and [Shortener.StatsOf] for those of a tag, a group, a domain or a
// workspace; [Shortener.Clicks] lists the single visits. They can be exported,
// followed while they come, imported ([Shortener.ImportVisits],
// [Shortener.ImportClicks]), and erased; [Shortener.Audit] recounts them, and
// [Shortener.Rebuild] mends what differs.
//
// All methods of a Shortener are safe for concurrent use. Several Shorteners
// can live in one process, each with a store of its own.
package linkpack
