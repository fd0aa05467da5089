// Package linkpack creates short links, redirects their visitors by rules, and
// counts clicks.
//
// Open a store, create a [Shortener] with [New], create links with
// [Shortener.CreateLink], and serve them with the package httpadapter:
//
//	store, err := store.Open("links.db")
//	...
//	links, err := linkpack.New(store, &linkpack.Options{BaseURL: "https://go.example.com"})
//	...
//	link, err := links.CreateLink(ctx, linkpack.Link{Destination: "https://example.com/launch"})
//	...
//	fmt.Println(links.URL(link))
//	handler, err := httpadapter.New(links, nil)
//	...
//	http.ListenAndServe(":8080", handler)
//
// This package itself does not use HTTP. Tests and jobs can call
// [Shortener.Resolve] and [Shortener.Record] directly.
//
// # Links
//
// A [Link] belongs to a [Workspace] and has a short code on a [Domain]. Its gates
// decide whether a visit is let in: a link can be disabled or archived, have a
// start, an expiry and a maximum number of clicks, and ask for a password. Its
// rules, from the package routing, choose the destination.
//
// [Shortener.Link], [Shortener.LinkByCode], [Shortener.LinkByExternalID] and
// [Shortener.Links] find links. [Shortener.EnsureLink] creates a link unless there is
// one already. [Shortener.UpdateLink] changes links. [Shortener.DeleteLink] puts them
// into a bin, from which [Shortener.RestoreLink] takes them again.
// [Shortener.UpdateLinksWhere] and [Shortener.DeleteLinksWhere] change and delete all
// that a query selects.
// A link can be in a [Group], which [Shortener.UpdateGroup] renames for all its links.
// [Shortener.LinkRevisions] returns earlier versions, and [Shortener.RollBackLink]
// restores one. [Shortener.Explain] shows why a visit goes where it goes.
//
// # Clicks
//
// The package analytics counts clicks. [Shortener.Stats] returns the statistics
// of a link, [Shortener.StatsOf] those of a tag, group, domain or workspace,
// [Shortener.StatsBy] divides them by what links have, such as metadata, and
// [Shortener.Clicks] the single clicks of a link. [Shortener.Export] and
// [Shortener.Follow] read the click log, [Shortener.ImportClicks] and
// [Shortener.ImportVisits] add clicks of the past, and [Shortener.EraseClicks]
// removes clicks. [Shortener.Audit] compares statistics with the click log, and
// [Shortener.Rebuild] repairs them.
//
// A link with TrackConversions tells its destination which click brought a visitor, so
// that [Shortener.RecordConversion] can count what the visitor does there.
// [Shortener.LeadScore] says how good a lead a visitor is, by a heuristic.
//
// # Administration
//
// [Shortener.CreateWorkspace], [Shortener.CreateToken], [Shortener.CreateDomain],
// [Shortener.CreateDesign] and [Shortener.CreateTemplate] create what links and clients
// need beside links.
// Options.CheckQuota limits what a workspace creates, [Shortener.Usage] counts it, and
// [Shortener.DeleteWorkspace] removes a workspace with all that it owns.
// Options.SealKey encrypts the keys that a store signs with.
// Several Shorteners can use one store, as those of several processes do. A [Candidate]
// does a job in one of them at a time.
// A change of any of these, and of a link, is in the change log; see [Changes].
//
// All methods of a Shortener are safe for concurrent use. A process can have
// several Shorteners.
package linkpack
