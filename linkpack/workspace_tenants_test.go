package linkpack_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// tenantStore counts the writes that delete and cancels a context before one of them. It
// calls another function before the first write that creates.
type tenantStore struct {
	linkpack.Store
	writes, last int
	cancel       context.CancelFunc
	before       func()
}

// create is called before each write that creates.
func (s *tenantStore) create() {
	if before := s.before; before != nil {
		s.before = nil
		before()
	}
}

func (s *tenantStore) CreateLinks(ctx context.Context, links ...*linkpack.Link) error {
	s.create()
	return s.Store.CreateLinks(ctx, links...)
}

func (s *tenantStore) CreateDocument(ctx context.Context, d *linkpack.Document, edit *linkpack.Edit) error {
	s.create()
	return s.Store.CreateDocument(ctx, d, edit)
}

// write is called before each write that deletes.
func (s *tenantStore) write() {
	if s.writes++; s.writes == s.last {
		s.cancel()
	}
}

func (s *tenantStore) DeleteLinks(ctx context.Context, workspace string, edit linkpack.Edit, ids ...string) error {
	s.write()
	return s.Store.DeleteLinks(ctx, workspace, edit, ids...)
}

func (s *tenantStore) UpdateDocument(ctx context.Context, kind, workspace, id string, edit *linkpack.Edit, update func(*linkpack.Document) error) (*linkpack.Document, error) {
	s.write()
	return s.Store.UpdateDocument(ctx, kind, workspace, id, edit, update)
}

func (s *tenantStore) DeleteDocument(ctx context.Context, kind, workspace, id string, edit *linkpack.Edit) error {
	s.write()
	return s.Store.DeleteDocument(ctx, kind, workspace, id, edit)
}

func (s *tenantStore) DeleteVisitor(ctx context.Context, workspace, id string, edit linkpack.Edit, leave func(string, []string) *linkpack.Document) error {
	s.write()
	return s.Store.DeleteVisitor(ctx, workspace, id, edit, leave)
}

func (s *tenantStore) DeletedLinks(ctx context.Context, workspace string) ([]uint32, error) {
	s.write() // which the erasure of clicks begins with
	return s.Store.DeletedLinks(ctx, workspace)
}

// tenants is a Shortener with a tenant, who has some of everything, and a neighbour.
type tenants struct {
	*linkpack.Shortener
	options linkpack.Options
	records *linkpacktest.Records
	store   *tenantStore
	tokens  []string // of the tenant and the neighbour
	design  string   // of the tenant
}

// open starts the Shortener.
func (tt *tenants) open(t *testing.T, store linkpack.Store) {
	t.Helper()
	s, err := linkpack.New(store, &tt.options)
	tt.must(t, err)
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	tt.Shortener = s
}

const (
	tenant      = "tenant"
	neighbour   = "neighbour"
	tenantLinks = 600 // of the tenant
)

func newTenants(t *testing.T) *tenants {
	t.Helper()
	records := new(linkpacktest.Records)
	tt := &tenants{records: records, store: &tenantStore{Store: memory.New()}, options: linkpack.Options{LookupTXT: records.LookupTXT, Clock: linkpacktest.NewClock(linkpacktest.Start()).Now}}
	tt.open(t, tt.store)
	for _, id := range []string{tenant, neighbour} {
		host := id + ".example"
		tt.must(t, only(tt.CreateWorkspace(t.Context(), linkpack.Workspace{ID: id, Name: "Ann's"})))
		token, err := tt.CreateToken(t.Context(), linkpack.Token{Workspace: id})
		tt.must(t, err)
		tt.tokens = append(tt.tokens, token.Secret)
		d, err := tt.CreateDomain(t.Context(), linkpack.Domain{Workspace: id, Host: host})
		tt.must(t, err)
		records.Set(d.Challenge.Name, d.Challenge.Value)
		tt.must(t, only(tt.VerifyDomain(t.Context(), id, host)))
		design, err := tt.CreateDesign(t.Context(), linkpack.StoredDesign{Workspace: id, Body: []byte(`{}`)})
		tt.must(t, err)
		tt.must(t, only(tt.UpdateDesign(t.Context(), id, design.ID, func(d *linkpack.StoredDesign) error { d.Body = []byte(`{"a":1}`); return nil })))
		tt.must(t, only(tt.CreateTemplate(t.Context(), linkpack.Template{
			Workspace: id, Design: design.ID, Slug: id, Name: "Dots", Description: "dots", PublishedAt: linkpacktest.Start(),
		})))
		if id == tenant {
			tt.design = design.ID
		}
		for _, address := range []string{"ada@example.com", "bob@example.com"} {
			tt.identify(t, id, address)
		}
		for _, host := range []string{"", host} {
			tt.must(t, only(tt.CreateLink(t.Context(), linkpack.Link{Workspace: id, Domain: host, ShortCode: id, Destination: home})))
			tt.must(t, tt.visit(t, host, id))
		}
		_, _, err = tt.CreateLinkOnce(t.Context(), "key", nil, linkpack.Link{Workspace: id, Destination: home, Group: "spring"})
		tt.must(t, err)
	}
	many := make([]linkpack.Link, tenantLinks)
	for i := range many {
		many[i] = linkpack.Link{Workspace: tenant, Destination: home}
	}
	tt.must(t, only(tt.CreateLinks(t.Context(), many)))
	tt.must(t, tt.Flush(t.Context()))
	return tt
}

func (tt *tenants) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// visit resolves and records a visit.
func (tt *tenants) visit(t *testing.T, host, code string) error {
	t.Helper()
	res, err := tt.Resolve(t.Context(), host, code, &routing.Visit{UserAgent: firefox})
	if err == nil {
		tt.must(t, tt.Record(t.Context(), res))
	}
	return err
}

// identify makes a visitor of a workspace.
func (tt *tenants) identify(t *testing.T, workspace, address string) {
	t.Helper()
	v := &linkpack.Visitor{ID: workspace + address, Attributes: attributes{linkpack.AttributeEmail: address}, Revision: 1}
	tt.must(t, only(tt.store.JoinVisitors(t.Context(), workspace, "", []string{address}, linkpack.Edit{}, func([]*linkpack.Visitor) (*linkpack.Visitor, error) {
		return v, nil
	})))
}

// isClosed checks that nothing can be had from or made in the tenant's workspace.
func (tt *tenants) isClosed(t *testing.T, what string) {
	t.Helper()
	ctx := t.Context()
	for call, got := range map[string]struct{ err, want error }{
		"a visit":          {tt.visit(t, "", tenant), linkpack.ErrGone},
		"a token":          {only(tt.Authenticate(ctx, tt.tokens[0])), linkpack.ErrUnauthorized},
		"Workspace":        {only(tt.Workspace(ctx, tenant)), linkpack.ErrNotFound},
		"UpdateWorkspace":  {only(tt.UpdateWorkspace(ctx, tenant, func(w *linkpack.Workspace) error { w.Name = "x"; return nil })), linkpack.ErrNotFound},
		"CreateWorkspace":  {only(tt.CreateWorkspace(ctx, linkpack.Workspace{ID: tenant})), linkpack.ErrExists},
		"Usage":            {only(tt.Usage(ctx, tenant)), linkpack.ErrNotFound},
		"CreateLink":       {only(tt.CreateLink(ctx, linkpack.Link{Workspace: tenant, Destination: home})), linkpack.ErrNotFound},
		"CreateToken":      {only(tt.CreateToken(ctx, linkpack.Token{Workspace: tenant})), linkpack.ErrNotFound},
		"CreateToken anew": {only(tt.CreateToken(ctx, linkpack.Token{Workspace: tenant, Secret: tt.tokens[0]})), linkpack.ErrNotFound},
		"CreateDomain":     {only(tt.CreateDomain(ctx, linkpack.Domain{Workspace: tenant, Host: "new.example"})), linkpack.ErrNotFound},
		"CreateGroup":      {only(tt.CreateGroup(ctx, linkpack.Group{Workspace: tenant, Name: "new"})), linkpack.ErrNotFound},
		"CreateDesign":     {only(tt.CreateDesign(ctx, linkpack.StoredDesign{Workspace: tenant, Body: []byte(`{}`)})), linkpack.ErrNotFound},
	} {
		if !errors.Is(got.err, got.want) {
			t.Errorf("%s: %s: %v, want %v", what, call, got.err, got.want)
		}
	}
	if err := tt.visit(t, "", neighbour); err != nil {
		t.Errorf("%s: the neighbour's link: %v", what, err)
	}
}

// isEmpty checks that nothing is left of the tenant, and all of the neighbour.
func (tt *tenants) isEmpty(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	left, err := tt.store.Store.CountLinks(ctx, tenant)
	tt.must(t, err)
	visitors, err := tt.store.CountVisitors(ctx, tenant)
	tt.must(t, err)
	left += visitors
	if n, err := tt.CountVisitors(ctx, neighbour); err != nil || n != 2 {
		t.Errorf("%d visitors of the neighbour, %v", n, err)
	}
	for _, kind := range []string{linkpack.KindToken, linkpack.KindDesign, linkpack.KindTemplate, linkpack.KindGroup, "design-revision", "idempotency", "conversion"} {
		n, err := tt.store.CountDocuments(ctx, kind, tenant)
		tt.must(t, err)
		left += n
	}
	if left > 0 {
		t.Errorf("%d rows are left", left)
	}
	if all, err := tt.Workspaces(ctx); err != nil || len(all) != 2 {
		t.Errorf("workspaces %+v, %v", all, err)
	}
	if templates, err := tt.PublicTemplates(ctx); err != nil || len(templates) != 1 || templates[0].Workspace != neighbour {
		t.Errorf("public templates %+v, %v", templates, err)
	}
	if _, err := tt.DesignRevision(ctx, tt.design, 1); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("a revision of a design: %v", err)
	}
	numbers, err := tt.store.Store.DeletedLinks(ctx, tenant)
	if err != nil || len(numbers) != tenantLinks+3 {
		t.Errorf("%d tombstones, %v", len(numbers), err)
	}
	for click, err := range tt.Export(ctx, linkpack.ClickQuery{Workspace: neighbour}) {
		if err != nil || slices.Contains(numbers, click.Link.Number) {
			t.Errorf("a click %+v, %v", click, err)
		}
	}
	for _, host := range []string{"", "tenant.example"} {
		_, err := tt.store.LinkByCode(ctx, host, tenant)
		if !errors.Is(err, linkpack.ErrGone) {
			t.Errorf("the code on %q: %v", host, err)
		}
	}
	d, err := tt.CreateDomain(ctx, linkpack.Domain{Workspace: neighbour, Host: "tenant.example"})
	tt.must(t, err)
	tt.records.Set(d.Challenge.Name, d.Challenge.Value)
	if d, err = tt.VerifyDomain(ctx, neighbour, d.Host); err != nil || d.Status != linkpack.DomainActive {
		t.Errorf("the host is not free: %+v, %v", d, err)
	}
	if audit, err := tt.Audit(ctx, nil); err != nil || len(audit.Findings) > 0 {
		t.Errorf("the audit: %+v, %v", audit, err)
	}
	u, err := tt.Usage(ctx, neighbour)
	if err != nil || u.Links != 3 || u.Groups != 1 || u.Tokens != 1 || u.Designs != 1 || u.Domains != 2 || u.Clicks < 2 {
		t.Errorf("the neighbour has %+v, %v", u, err)
	}
}
