package linkpack_test

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

// permission is a method with the right that it needs. A right of 0 means that it is
// only for the host itself.
type permission struct {
	right linkpack.Rights
	call  func(context.Context, *linkpacktest.Kit, *linkpack.Link) error
}

// only returns the error of a result.
func only[T any](_ T, err error) error { return err }

// first returns the first error of an iteration.
func first[T any](seq iter.Seq2[T, error]) error {
	for _, err := range seq {
		return err
	}
	return nil
}

const everything = linkpack.MayRead | linkpack.MayCreate | linkpack.MayChange

// permissions lists the methods of a Shortener that a principal may need rights for.
func permissions() map[string]permission {
	read, create, change := linkpack.MayRead, linkpack.MayCreate, linkpack.MayChange
	link := linkpack.Link{Destination: home}
	var none iter.Seq2[analytics.Click, error] = func(func(analytics.Click, error) bool) {}
	type ctx = context.Context
	type kit = linkpacktest.Kit
	type one = linkpack.Link
	return map[string]permission{
		"Link":                 {read, func(c ctx, k *kit, l *one) error { return only(k.Link(c, "", l.ID)) }},
		"LinkByCode":           {read, func(c ctx, k *kit, l *one) error { return only(k.LinkByCode(c, "", "", l.ShortCode)) }},
		"LinkByNumber":         {read, func(c ctx, k *kit, l *one) error { return only(k.LinkByNumber(c, "", l.Number)) }},
		"LinksByNumber":        {read, func(c ctx, k *kit, l *one) error { return only(k.LinksByNumber(c, "", []uint32{l.Number})) }},
		"LinkAt":               {read, func(c ctx, k *kit, l *one) error { return only(k.LinkAt(c, "", l.ShortCode)) }},
		"ListLinks":            {read, func(c ctx, k *kit, _ *one) error { return only(k.ListLinks(c, linkpack.LinkQuery{})) }},
		"Links":                {read, func(c ctx, k *kit, _ *one) error { return first(k.Links(c, linkpack.LinkQuery{})) }},
		"LinkRevisions":        {read, func(c ctx, k *kit, l *one) error { return only(k.LinkRevisions(c, "", l.ID)) }},
		"LinkUses":             {read, func(c ctx, k *kit, l *one) error { return only(k.LinkUses(c, "", l.ID)) }},
		"Explain":              {read, func(c ctx, k *kit, l *one) error { return only(k.Explain(c, "", l.ID, new(routing.Visit))) }},
		"Stats":                {read, func(c ctx, k *kit, l *one) error { return only(k.Stats(c, "", l.ID, analytics.Query{})) }},
		"StatsOf":              {read, func(c ctx, k *kit, _ *one) error { return only(k.StatsOf(c, linkpack.LinkQuery{}, analytics.Query{})) }},
		"StatsBy":              {read, statsBy},
		"Clicks":               {read, func(c ctx, k *kit, l *one) error { return first(k.Clicks(c, "", l.ID)) }},
		"Export":               {read, func(c ctx, k *kit, _ *one) error { return first(k.Export(c, linkpack.ClickQuery{})) }},
		"LinkTotals":           {read, func(c ctx, k *kit, l *one) error { return only(k.LinkTotals(c, []*one{l})) }},
		"Follow":               {read, followNone},
		"Events":               {read, func(c ctx, k *kit, _ *one) error { return only(k.Events(c, linkpack.EventQuery{})) }},
		"EachEvent":            {read, func(c ctx, k *kit, _ *one) error { return first(k.EachEvent(c, linkpack.EventQuery{})) }},
		"ExplainEvent":         {read, func(c ctx, k *kit, _ *one) error { return known(k.ExplainEvent(c, "", "none")) }},
		"Event":                {read, func(c ctx, k *kit, _ *one) error { return known(k.Event(c, "", "none")) }},
		"LeadScore":            {read, func(c ctx, k *kit, _ *one) error { return known(k.LeadScore(c, "", "none")) }},
		"LeadScores":           {read, func(c ctx, k *kit, _ *one) error { return only(k.LeadScores(c, "", nil)) }},
		"Audit":                {read, func(c ctx, k *kit, _ *one) error { return only(k.Audit(c, &linkpack.ClickQuery{})) }},
		"Rebuild":              {change, func(c ctx, k *kit, _ *one) error { return only(k.Rebuild(c, &linkpack.ClickQuery{})) }},
		"Tags":                 {read, func(c ctx, k *kit, _ *one) error { return only(k.Tags(c, "")) }},
		"RenameTag":            {change, func(c ctx, k *kit, _ *one) error { return only(k.RenameTag(c, "", "a", "b")) }},
		"DeleteTag":            {change, func(c ctx, k *kit, _ *one) error { return only(k.DeleteTag(c, "", "a")) }},
		"CheckCode":            {create, func(c ctx, k *kit, _ *one) error { return k.CheckCode(c, "", "", "free") }},
		"NewCode":              {create, func(c ctx, k *kit, _ *one) error { return only(k.NewCode(c, "", "")) }},
		"CreateLink":           {create, func(c ctx, k *kit, _ *one) error { return only(k.CreateLink(c, link)) }},
		"CreateLinks":          {create, func(c ctx, k *kit, _ *one) error { return only(k.CreateLinks(c, []linkpack.Link{link})) }},
		"CreateEach":           {create, func(c ctx, k *kit, _ *one) error { return only(k.CreateEach(c, []linkpack.Link{link})) }},
		"CreateLinkOnce":       {create, createOnce},
		"LinkByExternalID":     {read, func(c ctx, k *kit, l *one) error { return known(k.LinkByExternalID(c, "", "none")) }},
		"EnsureLink":           {read | create, ensureLink},
		"EnsureLinks":          {read | create, ensureLinks},
		"UpdateLink":           {change, func(c ctx, k *kit, l *one) error { return only(k.UpdateLink(c, "", l.ID, rename)) }},
		"UpdateLinks":          {change, updateLinks},
		"RollBackLink":         {change, func(c ctx, k *kit, l *one) error { return only(k.RollBackLink(c, "", l.ID, 1)) }},
		"DeleteLink":           {change, func(c ctx, k *kit, l *one) error { return k.DeleteLink(c, "", l.ID) }},
		"DeleteLinks":          {change, func(c ctx, k *kit, l *one) error { return k.DeleteLinks(c, "", []string{l.ID}) }},
		"DeleteLinksNow":       {change, func(c ctx, k *kit, l *one) error { return k.DeleteLinksNow(c, "", []string{l.ID}) }},
		"DeletedLink":          {read, func(c ctx, k *kit, l *one) error { return only(k.DeletedLink(c, "", gone(k, l))) }},
		"RestoreLink":          {change, func(c ctx, k *kit, l *one) error { return only(k.RestoreLink(c, "", gone(k, l), nil)) }},
		"RestoreLinks":         {change, func(c ctx, k *kit, l *one) error { return only(k.RestoreLinks(c, "", []string{gone(k, l)}, nil)) }},
		"EraseClicks":          {change, func(c ctx, k *kit, l *one) error { return k.EraseClicks(c, "", []string{l.ID}) }},
		"EraseWorkspaceClicks": {change, func(c ctx, k *kit, _ *one) error { return k.EraseWorkspaceClicks(c, "") }},
		"ImportClicks":         {create, func(c ctx, k *kit, _ *one) error { return only(k.ImportClicks(c, "", none)) }},
		"CreateDesign": {create, func(c ctx, k *kit, _ *one) error {
			return only(k.CreateDesign(c, linkpack.StoredDesign{Body: []byte("{}")}))
		}},
		"Design":               {read, func(c ctx, k *kit, _ *one) error { return known(k.Design(c, "", "none")) }},
		"Designs":              {read, func(c ctx, k *kit, _ *one) error { return only(k.Designs(c, "")) }},
		"DesignRevision":       {read, designRevision},
		"LatestDesignRevision": {read, func(c ctx, k *kit, _ *one) error { return known(k.LatestDesignRevision(c, "", "none")) }},
		"UpdateDesign":         {change, func(c ctx, k *kit, _ *one) error { return known(k.UpdateDesign(c, "", "none", nil)) }},
		"DeleteDesign":         {change, func(c ctx, k *kit, _ *one) error { return known(0, k.DeleteDesign(c, "", "none")) }},
		"CreateGroup":          {create, func(c ctx, k *kit, _ *one) error { return only(k.CreateGroup(c, linkpack.Group{Name: "g"})) }},
		"Group":                {read, func(c ctx, k *kit, _ *one) error { return known(k.Group(c, "", "none")) }},
		"Groups":               {read, func(c ctx, k *kit, _ *one) error { return only(k.Groups(c, "")) }},
		"CountLinksByGroup":    {read, func(c ctx, k *kit, _ *one) error { return only(k.CountLinksByGroup(c, "")) }},
		"UpdateGroup":          {change, func(c ctx, k *kit, _ *one) error { return known(k.UpdateGroup(c, "", "none", nil)) }},
		"DeleteGroup":          {change, func(c ctx, k *kit, _ *one) error { return known(0, k.DeleteGroup(c, "", "none", nil)) }},
		"LastDesign":           {0, lastDesign},
		"CreateTemplate":       {create, createTemplate},
		"Template":             {read, func(c ctx, k *kit, _ *one) error { return known(k.Template(c, "", "none")) }},
		"Templates":            {read, func(c ctx, k *kit, _ *one) error { return only(k.Templates(c, "")) }},
		"UpdateTemplate":       {change, func(c ctx, k *kit, _ *one) error { return known(k.UpdateTemplate(c, "", "none", nil)) }},
		"DeleteTemplate":       {change, func(c ctx, k *kit, _ *one) error { return known(0, k.DeleteTemplate(c, "", "none")) }},
		"ImportTemplate":       {create, func(c ctx, k *kit, _ *one) error { return known(k.ImportTemplate(c, "", "none")) }},
		"ApplyTemplate":        {create | change, func(c ctx, k *kit, l *one) error { return known(k.ApplyTemplate(c, "", l.ID, "none")) }},
		"CreateDomain":         {create, createDomain},
		"Domain":               {read, func(c ctx, k *kit, _ *one) error { return known(k.Domain(c, "", "none.example")) }},
		"Domains":              {read, func(c ctx, k *kit, _ *one) error { return only(k.Domains(c, "")) }},
		"UpdateDomain":         {change, func(c ctx, k *kit, _ *one) error { return known(k.UpdateDomain(c, "", "none.example", nil)) }},
		"VerifyDomain":         {change, func(c ctx, k *kit, _ *one) error { return known(k.VerifyDomain(c, "", "none.example")) }},
		"DeleteDomain":         {change, func(c ctx, k *kit, _ *one) error { return known(0, k.DeleteDomain(c, "", "none.example")) }},
		"CreateToken":          {everything, func(c ctx, k *kit, _ *one) error { return only(k.CreateToken(c, linkpack.Token{})) }},
		"Token":                {everything, func(c ctx, k *kit, _ *one) error { return known(k.Token(c, "", "none")) }},
		"Tokens":               {everything, func(c ctx, k *kit, _ *one) error { return only(k.Tokens(c, "")) }},
		"RotateToken":          {everything, func(c ctx, k *kit, _ *one) error { return known(k.RotateToken(c, "", "none", linkpack.Rotation{})) }},
		"DeleteToken":          {everything, func(c ctx, k *kit, _ *one) error { return known(0, k.DeleteToken(c, "", "none")) }},
		"Workspace":            {read, func(c ctx, k *kit, _ *one) error { return only(k.Workspace(c, "")) }},
		"Timezone":             {read, func(c ctx, k *kit, _ *one) error { return only(k.Timezone(c, "")) }},
		"UpdateWorkspace":      {change, updateWorkspace},
		"CreateWorkspace":      {0, func(c ctx, k *kit, _ *one) error { return only(k.CreateWorkspace(c, linkpack.Workspace{ID: "new"})) }},
		"Workspaces":           {0, func(c ctx, k *kit, _ *one) error { return only(k.Workspaces(c)) }},
		"ImportVisits":         {0, importNoVisits},
		"DeleteWorkspace":      {0, func(c ctx, k *kit, _ *one) error { return k.DeleteWorkspace(c, "others") }},
		"Usage":                {read, func(c ctx, k *kit, _ *one) error { return only(k.Usage(c, "")) }},
		"CountLinks":           {read, func(c ctx, k *kit, _ *one) error { return only(k.CountLinks(c, linkpack.LinkQuery{})) }},
		"Changes":              {0, func(c ctx, k *kit, _ *one) error { return only(k.Changes(c, 0, 1)) }},
		"LastChange":           {0, func(c ctx, k *kit, _ *one) error { return only(k.LastChange(c)) }},
		"FollowAll":            {0, func(c ctx, k *kit, _ *one) error { return first(k.FollowAll(c, analytics.FollowQuery{})) }},
		"LinkNumbered":         {0, func(c ctx, k *kit, l *one) error { return only(k.LinkNumbered(c, l.Number)) }},
		"Progress":             {0, func(c ctx, k *kit, _ *one) error { return only(k.Progress(c, "reader")) }},
		"SaveProgress":         {0, func(c ctx, k *kit, _ *one) error { return k.SaveProgress(c, "reader", linkpack.Progress{}) }},
		"LinkRevision":         {read, func(c ctx, k *kit, l *one) error { return only(k.LinkRevision(c, "", l.ID, 1)) }},
		"UpdateLinksWhere":     {change, func(c ctx, k *kit, _ *one) error { return first(k.UpdateLinksWhere(c, linkpack.LinkQuery{}, rename)) }},
		"RecordConversion":     {create, recordConversion},
		"DeleteLinksWhere":     {change, func(c ctx, k *kit, _ *one) error { return first(k.DeleteLinksWhere(c, linkpack.LinkQuery{})) }},
		"IdentifyVisitor":      {create | change, identify},
		"Visitor":              {read, func(c ctx, k *kit, _ *one) error { return known(k.Visitor(c, "", "none")) }},
		"ListVisitors":         {read, func(c ctx, k *kit, _ *one) error { return only(k.ListVisitors(c, linkpack.VisitorQuery{})) }},
		"Visitors":             {read, func(c ctx, k *kit, _ *one) error { return first(k.Visitors(c, linkpack.VisitorQuery{})) }},
		"VisitorsOf":           {read, func(c ctx, k *kit, _ *one) error { return only(k.VisitorsOf(c, "", nil)) }},
		"VisitorAttributes":    {read, func(c ctx, k *kit, _ *one) error { return only(k.VisitorAttributes(c, "", "")) }},
		"CountVisitors":        {read, func(c ctx, k *kit, _ *one) error { return only(k.CountVisitors(c, "")) }},
		"UpdateVisitor":        {change, func(c ctx, k *kit, _ *one) error { return known(k.UpdateVisitor(c, "", "none", nil)) }},
		"DeleteVisitorAttribute": {change, func(c ctx, k *kit, _ *one) error {
			return known(k.DeleteVisitorAttribute(c, "", "none", "key"))
		}},
		"DeleteVisitor": {change, func(c ctx, k *kit, _ *one) error { return known(0, k.DeleteVisitor(c, "", "none")) }},
	}
}

func statsBy(c context.Context, k *linkpacktest.Kit, _ *linkpack.Link) error {
	return only(k.StatsBy(c, linkpack.LinkQuery{}, linkpack.ByTag, analytics.Query{}))
}

// known turns "not found" into no error, for calls about something that is not there.
func known[T any](_ T, err error) error {
	if errors.Is(err, linkpack.ErrNotFound) && !strings.Contains(err.Error(), "workspace") {
		return nil
	}
	return err
}

// gone deletes a link as the host itself and returns its ID.
func gone(k *linkpacktest.Kit, l *linkpack.Link) string {
	if err := k.DeleteLink(context.Background(), "", l.ID); err != nil {
		panic(err)
	}
	return l.ID
}

func rename(l *linkpack.Link) error { l.Name += "x"; return nil }

// followNone follows nothing, since Follow waits for clicks.
func followNone(c context.Context, k *linkpacktest.Kit, _ *linkpack.Link) error {
	c, cancel := context.WithCancel(c)
	cancel()
	if err := first(k.Follow(c, linkpack.FollowQuery{})); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

func createOnce(c context.Context, k *linkpacktest.Kit, _ *linkpack.Link) error {
	_, _, err := k.CreateLinkOnce(c, "key", nil, linkpack.Link{Destination: home})
	return err
}

func ensureLink(c context.Context, k *linkpacktest.Kit, _ *linkpack.Link) error {
	_, _, err := k.EnsureLink(c, linkpack.Link{Destination: home}, sameDestination())
	return err
}

func ensureLinks(c context.Context, k *linkpacktest.Kit, _ *linkpack.Link) error {
	_, _, err := k.EnsureLinks(c, []linkpack.Link{{Destination: home, ExternalID: "x"}}, nil)
	return err
}

func updateLinks(c context.Context, k *linkpacktest.Kit, l *linkpack.Link) error {
	return only(k.UpdateLinks(c, "", []string{l.ID}, func(_ int, l *linkpack.Link) error { return rename(l) }))
}

func designRevision(c context.Context, k *linkpacktest.Kit, _ *linkpack.Link) error {
	d, err := k.CreateDesign(context.Background(), linkpack.StoredDesign{Body: []byte("{}")})
	if err != nil {
		return err
	}
	return only(k.DesignRevision(c, d.ID, d.Revision))
}

func lastDesign(c context.Context, k *linkpacktest.Kit, l *linkpack.Link) error {
	gone(k, l)
	_, _, err := k.LastDesign(c, "", l.ShortCode)
	return err
}

func createTemplate(c context.Context, k *linkpacktest.Kit, _ *linkpack.Link) error {
	d, err := k.CreateDesign(context.Background(), linkpack.StoredDesign{Body: []byte("{}")})
	if err != nil {
		return err
	}
	return only(k.CreateTemplate(c, linkpack.Template{Design: d.ID}))
}

func createDomain(c context.Context, k *linkpacktest.Kit, _ *linkpack.Link) error {
	return only(k.CreateDomain(c, linkpack.Domain{Host: "new.example"}))
}

func updateWorkspace(c context.Context, k *linkpacktest.Kit, _ *linkpack.Link) error {
	return only(k.UpdateWorkspace(c, "", func(w *linkpack.Workspace) error { w.Name += "x"; return nil }))
}

func importNoVisits(c context.Context, k *linkpacktest.Kit, _ *linkpack.Link) error {
	return only(k.ImportVisits(c, func(func(linkpack.Resolution, error) bool) {}))
}

func recordConversion(c context.Context, k *linkpacktest.Kit, _ *linkpack.Link) error {
	link := k.NewLink(linkpack.Link{Destination: home, TrackConversions: true})
	return only(k.RecordConversion(c, linkpack.NewConversion{Click: lbidOf(k, link), Kind: "purchase"}))
}

// lbidOf makes a click on a link and returns its lbid.
func lbidOf(k *linkpacktest.Kit, link *linkpack.Link) string {
	visit := new(routing.Visit)
	visit.UserAgent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
	res, err := k.Resolve(context.Background(), link.Domain, link.ShortCode, visit)
	if err == nil {
		err = k.Record(context.Background(), res)
	}
	if err != nil {
		panic(err)
	}
	return res.LBID()
}

// identify says who made a click.
func identify(ctx context.Context, k *linkpacktest.Kit, _ *linkpack.Link) error {
	tracked := k.NewLink(linkpack.Link{Destination: home, TrackConversions: true})
	_, _, err := k.IdentifyVisitor(ctx, linkpack.Identification{Click: lbidOf(k, tracked)})
	return err
}

// forPages lists the methods that web pages may call with a publishable token.
func forPages() []string { return []string{"RecordConversion", "IdentifyVisitor"} }

// openMethods lists the methods with a context that need no right: they serve
// visits, are about what the caller has in hand or about no workspace, or end the program.
func openMethods() []string {
	return []string{
		"Resolve", "Unlock", "Peek", "Record", "HasLink", "AllowHost", // visits
		"PublicTemplates", "PublicTemplate", // for everyone to see
		"LogEnd", "CatchUp", // say nothing about a workspace
		"LinkWarnings", "CheckURL", "SetPassword", "Authenticate", "Health", "Flush", "Close",
		"LinkOf", "NumberedWorkspaces", // of tests
	}
}

func TestEveryMethodAsksForARight(t *testing.T) {
	all := permissions()
	context := reflect.TypeFor[context.Context]()
	for m := range reflect.TypeFor[*linkpack.Shortener]().Methods() {
		if m.Type.NumIn() < 2 || m.Type.In(1) != context {
			continue
		}
		if _, checked := all[m.Name]; checked == slices.Contains(openMethods(), m.Name) {
			t.Errorf("%s must either be in permissions or in openMethods", m.Name)
		}
	}
	for name, p := range all {
		for who, try := range map[string]struct {
			principal linkpack.Principal
			want      error
		}{
			"another workspace's":    {linkpack.Principal{Workspace: "others"}, linkpack.ErrNotFound},
			"nobody":                 {linkpack.Principal{}, linkpack.ErrNotFound},
			"publishable":            {scoped(linkpack.Scope{Publishable: true}), linkpack.ErrForbidden},
			"with other rights only": {scoped(linkpack.Scope{Rights: everything &^ max(p.right, 1)}), linkpack.ErrForbidden},
			"with the right only":    {scoped(linkpack.Scope{Rights: p.right}), nil},
			"with all rights":        {scoped(linkpack.Scope{}), nil},
		} {
			if p.right == 0 {
				try.want = linkpack.ErrForbidden
			}
			if who == "publishable" && slices.Contains(forPages(), name) {
				try.want = nil
			}
			if p.right == everything && who == "with other rights only" {
				continue // there are none
			}
			k := linkpacktest.New(t)
			link := k.NewLink(linkpack.Link{Destination: home})
			if _, err := k.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "others"}); err != nil {
				t.Fatal(err)
			}
			err := p.call(linkpack.WithPrincipal(t.Context(), try.principal), k, link)
			if !errors.Is(err, try.want) || (err == nil) != (try.want == nil) {
				t.Errorf("%s by a principal %s: %v, want %v", name, who, err, try.want)
			}
		}
	}
}

func scoped(sc linkpack.Scope) linkpack.Principal {
	return linkpack.Principal{Workspace: linkpack.DefaultWorkspace, Token: "t", Scope: sc}
}

func TestScopesOfDomainsAndTags(t *testing.T) {
	k, records := domainKit(t)
	activate(t, k, records, linkpack.Domain{Host: "a.example"})
	onMain := k.NewLink(linkpack.Link{Destination: home, ShortCode: "main", Tags: []string{"red"}})
	onA := k.NewLink(linkpack.Link{Destination: home, Domain: "a.example", ShortCode: "one", Tags: []string{"red", "blue"}})
	both := k.NewLink(linkpack.Link{Destination: home, ShortCode: "both", Aliases: []linkpack.Alias{{Domain: "a.example", ShortCode: "two"}}})
	for name, try := range map[string]struct {
		scope             linkpack.Scope
		readable, written []*linkpack.Link
	}{
		"domain":         {linkpack.Scope{Domain: "a.example"}, []*linkpack.Link{onA, both}, []*linkpack.Link{onA}},
		"default domain": {linkpack.Scope{Domain: hostOf(k)}, []*linkpack.Link{onMain, both}, []*linkpack.Link{onMain}},
		"tag":            {linkpack.Scope{Tag: "red"}, []*linkpack.Link{onMain, onA}, []*linkpack.Link{onMain, onA}},
		"both":           {linkpack.Scope{Tag: "red", Domain: "a.example"}, []*linkpack.Link{onA}, []*linkpack.Link{onA}},
	} {
		ctx := linkpack.WithPrincipal(t.Context(), scoped(try.scope))
		page, err := k.ListLinks(ctx, linkpack.LinkQuery{Ascending: true})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := idsOf(page.Links), idsOf(try.readable); !slices.Equal(got, want) {
			t.Errorf("%s: lists %v, want %v", name, got, want)
		}
		page, err = k.ListLinks(ctx, linkpack.LinkQuery{Sort: linkpack.SortClicks})
		if got, want := idsOf(page.Links), idsOf(try.readable); !slices.Equal(got, want) || err != nil {
			t.Errorf("%s: lists %v by clicks, want %v, %v", name, got, want, err)
		}
		for _, link := range []*linkpack.Link{onMain, onA, both} {
			_, err := k.Link(ctx, "", link.ID)
			if may := slices.Contains(try.readable, link); may != (err == nil) || !may && !errors.Is(err, linkpack.ErrNotFound) {
				t.Errorf("%s: reading %s: %v", name, link.ShortCode, err)
			}
			_, err = k.LinkByCode(ctx, "", link.Domain, link.ShortCode)
			if may := slices.Contains(try.readable, link); may != (err == nil) {
				t.Errorf("%s: reading %s by its code: %v", name, link.ShortCode, err)
			}
			_, err = k.UpdateLink(ctx, "", link.ID, rename)
			if may := slices.Contains(try.written, link); may != (err == nil) {
				t.Errorf("%s: changing %s: %v", name, link.ShortCode, err)
			}
			if slices.Contains(try.readable, link) && !slices.Contains(try.written, link) {
				isRefused(ctx, t, k, name, link)
			}
			_, err = k.Stats(ctx, "", link.ID, analytics.Query{})
			if may := slices.Contains(try.readable, link); may != (err == nil) {
				t.Errorf("%s: statistics of %s: %v", name, link.ShortCode, err)
			}
			_, err = k.LinkTotals(ctx, []*linkpack.Link{link})
			if may := slices.Contains(try.readable, link); may != (err == nil) {
				t.Errorf("%s: totals of %s: %v", name, link.ShortCode, err)
			}
		}
	}
}

// isRefused checks that a link with a code outside the scope of ctx can neither be taken
// into it nor be deleted.
func isRefused(ctx context.Context, t *testing.T, k *linkpacktest.Kit, name string, link *linkpack.Link) {
	t.Helper()
	scope, _ := linkpack.PrincipalOf(ctx)
	for call, err := range map[string]error{
		"UpdateLink": only(k.UpdateLink(ctx, "", link.ID, func(l *linkpack.Link) error {
			l.Domain, l.ShortCode, l.Aliases = scope.Scope.Domain, "within", nil
			return nil
		})),
		"DeleteLink":     k.DeleteLink(ctx, "", link.ID),
		"DeleteLinksNow": k.DeleteLinksNow(ctx, "", []string{link.ID}),
	} {
		if !errors.Is(err, linkpack.ErrForbidden) {
			t.Errorf("%s: %s of %s: %v", name, call, link.ShortCode, err)
		}
	}
	for batch, err := range k.DeleteLinksWhere(ctx, linkpack.LinkQuery{Search: link.ShortCode}) {
		if err != nil || batch.Matched != 1 || len(batch.Failed) != 1 || !errors.Is(batch.Failed[0].Err, linkpack.ErrForbidden) {
			t.Errorf("%s: DeleteLinksWhere of %s: %+v, %v", name, link.ShortCode, batch, err)
		}
	}
}

func idsOf(links []*linkpack.Link) []string {
	ids := make([]string, len(links))
	for i, link := range links {
		ids[i] = link.ID
	}
	slices.Sort(ids)
	return ids
}

// hostOf returns the host of the default domain.
func hostOf(k *linkpacktest.Kit) string {
	host, _, _ := strings.Cut(strings.TrimPrefix(k.URL(&linkpack.Link{ShortCode: "x"}), "https://"), "/")
	return host
}

func TestAScopeIsNotLeft(t *testing.T) {
	k, records := domainKit(t)
	activate(t, k, records, linkpack.Domain{Host: "a.example"})
	link := k.NewLink(linkpack.Link{Destination: home, Domain: "a.example", Tags: []string{"red"}})
	ctx := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Domain: "a.example", Tag: "red"}))
	for name, change := range map[string]func(*linkpack.Link){
		"to another domain":    func(l *linkpack.Link) { l.Domain = "" },
		"with a foreign alias": func(l *linkpack.Link) { l.Aliases = []linkpack.Alias{{ShortCode: "x"}} },
		"without the tag":      func(l *linkpack.Link) { l.Tags = []string{"blue"} },
	} {
		if _, err := k.UpdateLink(ctx, "", link.ID, func(l *linkpack.Link) error { change(l); return nil }); !errors.Is(err, linkpack.ErrForbidden) {
			t.Errorf("moving a link %s: %v", name, err)
		}
		made := linkpack.Link{Destination: home, Domain: "a.example", Tags: []string{"red"}}
		change(&made)
		if _, err := k.CreateLink(ctx, made); !errors.Is(err, linkpack.ErrForbidden) {
			t.Errorf("making a link %s: %v", name, err)
		}
	}
	made, err := k.CreateLink(ctx, linkpack.Link{Destination: home, Domain: "a.example", Tags: []string{"red", "green"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.DeleteLink(ctx, "", made.ID); err != nil {
		t.Error(err)
	}
	other := ""
	for name, err := range map[string]error{
		"links of another domain": only(k.ListLinks(ctx, linkpack.LinkQuery{Domain: &other})),
		"links of another tag":    only(k.ListLinks(ctx, linkpack.LinkQuery{Tags: []string{"blue"}})),
		"figures of another tag":  only(k.StatsOf(ctx, linkpack.LinkQuery{Tags: []string{"blue"}}, analytics.Query{})),
		"all clicks":              first(k.Export(ctx, linkpack.ClickQuery{})),
		"a new domain":            only(k.CreateDomain(ctx, linkpack.Domain{Host: "b.example"})),
		"a token":                 only(k.CreateToken(ctx, linkpack.Token{})),
		"a design":                only(k.CreateDesign(ctx, linkpack.StoredDesign{Body: []byte("{}")})),
		"an audit":                only(k.Audit(ctx, &linkpack.ClickQuery{})),
		"an audit of the store":   only(k.Audit(ctx, nil)),
	} {
		if !errors.Is(err, linkpack.ErrForbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := k.StatsOf(ctx, linkpack.LinkQuery{}, analytics.Query{}); err != nil {
		t.Errorf("figures of the links of the scope: %v", err)
	}
}

func TestTokensHaveAScopeAndAnEnd(t *testing.T) {
	k, _ := domainKit(t)
	scope := linkpack.Scope{Rights: linkpack.MayRead, Tag: "red", Domain: hostOf(k)}
	token, err := k.CreateToken(t.Context(), linkpack.Token{Scope: scope, ExpiresAt: k.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	p, err := k.Authenticate(t.Context(), token.Secret)
	if err != nil || p.Scope != scope {
		t.Errorf("%+v, %v", p, err)
	}
	if tokens, err := k.Tokens(t.Context(), ""); err != nil || tokens[0].Scope != scope || !tokens[0].ExpiresAt.Equal(token.ExpiresAt) {
		t.Errorf("%+v, %v", tokens, err)
	}
	k.Clock.Advance(time.Hour)
	if _, err := k.Authenticate(t.Context(), token.Secret); !errors.Is(err, linkpack.ErrUnauthorized) {
		t.Errorf("after its end: %v", err)
	}
	for field, token := range map[string]linkpack.Token{
		"scope.domain": {Scope: linkpack.Scope{Domain: "none.example"}},
		"scope.tag":    {Scope: linkpack.Scope{Tag: strings.Repeat("x", 1000)}},
		"scope.rights": {Scope: linkpack.Scope{Rights: 1 << 7}},
		"expires_at":   {ExpiresAt: k.Now()},
	} {
		_, err := k.CreateToken(t.Context(), token)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestRightsAsText(t *testing.T) {
	for text, want := range map[string]linkpack.Rights{"": 0, "read": linkpack.MayRead, "change, create": linkpack.MayCreate | linkpack.MayChange, "read,create,change": everything} {
		var got linkpack.Rights
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
		var again linkpack.Rights
		if out, err := got.MarshalText(); err != nil || again.UnmarshalText(out) != nil || again != want {
			t.Errorf("%q comes back as %q", text, out)
		}
	}
	for _, text := range []string{"write", "read,,change", ","} {
		if err := new(linkpack.Rights).UnmarshalText([]byte(text)); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestOnlyWhoMayCreateGroupsMakesOneByItsName(t *testing.T) {
	k, _ := domainKit(t)
	link := k.NewLink(linkpack.Link{Destination: home, Tags: []string{"red"}})
	newGroup(t, k.Shortener, "known", "")
	for name, scope := range map[string]linkpack.Scope{
		"changes": {Rights: linkpack.MayRead | linkpack.MayChange}, "tag": {Tag: "red"}, "domain": {Domain: hostOf(k)},
	} {
		ctx := linkpack.WithPrincipal(t.Context(), scoped(scope))
		calls := map[string]func(group string) error{
			"UpdateLink": func(group string) error { return only(k.UpdateLink(ctx, "", link.ID, inGroup(group))) },
			"CreateLink": func(group string) error {
				return only(k.CreateLink(ctx, linkpack.Link{Destination: home, Tags: []string{"red"}, Group: group}))
			},
		}
		if name == "changes" {
			delete(calls, "CreateLink")
		}
		for what, call := range calls {
			if err := call("new"); !errors.Is(err, linkpack.ErrForbidden) {
				t.Errorf("%s: %s with a new name: %v", name, what, err)
			}
			if err := call("known"); err != nil {
				t.Errorf("%s: %s with a known name: %v", name, what, err)
			}
		}
	}
	if all, err := k.Groups(t.Context(), ""); err != nil || len(all) != 1 {
		t.Errorf("groups %+v, %v", all, err)
	}
	ctx := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Rights: linkpack.MayCreate | linkpack.MayChange}))
	if got, err := k.UpdateLink(ctx, "", link.ID, inGroup("new")); err != nil || got.Group != "new" {
		t.Errorf("with the right: %+v, %v", got, err)
	}
}
