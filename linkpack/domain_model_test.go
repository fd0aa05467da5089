package linkpack_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// domainModel says in the plainest way what becomes of domains.
type domainModel struct {
	now     time.Time
	domains map[[2]string]*modelDomain // by workspace and host
}

type modelDomain struct {
	made     time.Time
	verified bool
	status   linkpack.DomainStatus
}

func (m *domainModel) create(at [2]string) error {
	if m.domains[at] != nil {
		return linkpack.ErrExists
	}
	m.domains[at] = &modelDomain{made: m.now, status: linkpack.DomainPending}
	return nil
}

func (m *domainModel) verify(at [2]string, found bool) error {
	d := m.domains[at]
	switch {
	case d == nil:
		return linkpack.ErrNotFound
	case !found:
		d.status = linkpack.DomainFailed
		return nil
	}
	for other, o := range m.domains {
		if other != at && other[1] == at[1] && o.verified {
			return linkpack.ErrExists
		}
	}
	d.verified, d.status = true, linkpack.DomainActive
	return nil
}

func (m *domainModel) delete(at [2]string) error {
	if m.domains[at] == nil {
		return linkpack.ErrNotFound
	}
	delete(m.domains, at)
	return nil
}

func (m *domainModel) link(at [2]string) error {
	if d := m.domains[at]; d == nil || d.status != linkpack.DomainActive {
		return linkpack.ErrInvalid
	}
	return nil
}

func (m *domainModel) wait(d time.Duration) {
	m.now = m.now.Add(d)
	for at, d := range m.domains {
		if !d.verified && m.now.Sub(d.made) >= twoWeeks {
			delete(m.domains, at)
		}
	}
}

// domainsUnderTest does to a kit what domainModel does.
type domainsUnderTest struct {
	*linkpacktest.Kit
	t       *testing.T
	records *linkpacktest.Records
}

func (u domainsUnderTest) verify(at [2]string, found bool) error {
	d, err := u.Domain(u.t.Context(), at[0], at[1])
	if err != nil {
		return err
	}
	u.records.Set(d.Challenge.Name, "v=spf1 -all")
	if found {
		u.records.Set(d.Challenge.Name, d.Challenge.Value)
	}
	_, err = u.VerifyDomain(u.t.Context(), at[0], d.ID)
	return err
}

func (u domainsUnderTest) link(at [2]string) error {
	link, err := u.CreateLink(u.t.Context(), linkpack.Link{Destination: home, Workspace: at[0], Domain: at[1]})
	if err != nil {
		return err
	}
	return u.DeleteLink(u.t.Context(), at[0], link.ID)
}

// agrees compares all that can be seen with the model.
func (u domainsUnderTest) agrees(m *domainModel, workspaces, hosts []string) {
	for _, host := range hosts {
		active := false
		for _, workspace := range workspaces {
			want := m.domains[[2]string{workspace, host}]
			got, err := u.Domain(u.t.Context(), workspace, host)
			if (err == nil) != (want != nil) || err == nil && got.Status != want.status {
				u.t.Fatalf("%s of %s: got %+v, %v, want %+v", host, workspace, got, err, want)
			}
			active = active || want != nil && want.status == linkpack.DomainActive
		}
		if err := u.AllowHost(u.t.Context(), host); (err == nil) != active {
			u.t.Fatalf("%s is served: %v, want %v", host, err, active)
		}
	}
}

func TestDomainsAreThoseOfAModel(t *testing.T) {
	for seed := range uint64(20) {
		kit, records := domainKit(t)
		u := domainsUnderTest{kit, t, records}
		m := &domainModel{now: kit.Now(), domains: make(map[[2]string]*modelDomain)}
		random := rand.New(rand.NewPCG(seed, 0))
		workspaces, hosts := []string{"default", "other"}, []string{"a.example", "b.example"}
		for step := range 200 {
			at := [2]string{workspaces[random.IntN(2)], hosts[random.IntN(2)]}
			found := random.IntN(3) > 0
			var got, want error
			switch op := random.IntN(9); op {
			case 0, 1:
				_, got = kit.CreateDomain(t.Context(), linkpack.Domain{Workspace: at[0], Host: at[1]})
				want = m.create(at)
			case 2, 3, 4:
				got, want = u.verify(at, found), m.verify(at, found)
			case 5:
				got, want = kit.DeleteDomain(t.Context(), at[0], at[1]), m.delete(at)
			case 6, 7:
				got, want = u.link(at), m.link(at)
			default:
				kit.Clock.Advance(4 * 24 * time.Hour)
				m.wait(4 * 24 * time.Hour)
			}
			if !errors.Is(got, want) {
				t.Fatalf("seed %d, step %d: %s of %s: got %v, want %v", seed, step, at[1], at[0], got, want)
			}
			u.agrees(m, workspaces, hosts)
		}
	}
}
