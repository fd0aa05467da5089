package clicklog

import (
	"encoding/binary"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Members are the clicked links of each workspace. A link's workspace never
// changes. It is stored beside the link's newest block, in the transaction that
// writes the link's first rollup.
type Members struct {
	runs  map[uint32]*[RunLinks]uint32 // workspaces by run of links; 0 for none
	links map[uint32][]uint32          // rising, by workspace
	given map[uint32]bool              // whether links were given to a reader
	all   []uint32                     // workspaces, rising
}

// Workspace returns the workspace of a link; 0 if it has none or is unknown.
func (m *Members) Workspace(link uint32) uint32 {
	if run := m.runs[RunOf(link)]; run != nil {
		return run[link%RunLinks]
	}
	return 0
}

// Add adds a link to a workspace, unless its workspace is known.
func (m *Members) Add(link, workspace uint32) {
	if workspace == 0 || m.Workspace(link) != 0 {
		return
	}
	if m.runs == nil {
		m.runs, m.links, m.given = make(map[uint32]*[RunLinks]uint32), make(map[uint32][]uint32), make(map[uint32]bool)
	}
	run := m.runs[RunOf(link)]
	if run == nil {
		run = new([RunLinks]uint32)
		m.runs[RunOf(link)] = run
	}
	run[link%RunLinks] = workspace
	links, known := m.links[workspace]
	if !known {
		i, _ := slices.BinarySearch(m.all, workspace)
		m.all = slices.Insert(m.all, i, workspace)
	}
	if m.given[workspace] {
		links = append(make([]uint32, 0, len(links)+len(links)/4+1), links...)
		delete(m.given, workspace)
	}
	i, _ := slices.BinarySearch(links, link)
	m.links[workspace] = slices.Insert(links, i, link)
}

// Of returns the links of a workspace, rising. They must not be changed, and stay as
// they are when links are added.
func (m *Members) Of(workspace uint32) []uint32 {
	links := m.links[workspace]
	if len(links) > 0 {
		m.given[workspace] = true
	}
	return links
}

// WorkspacesFrom returns the workspaces from a number on, rising.
func (m *Members) WorkspacesFrom(number uint32) []uint32 {
	i, _ := slices.BinarySearch(m.all, number)
	return slices.Clone(m.all[i:])
}

// append appends the workspaces of a run: each workspace with the number of
// adjacent links that are in it. It appends nothing if no link has a workspace.
func (m *Members) append(b []byte, run uint32) []byte {
	of := m.runs[run]
	if of == nil {
		return b
	}
	for i := 0; i < RunLinks; {
		n := 1
		for i+n < RunLinks && of[i+n] == of[i] {
			n++
		}
		b = binary.AppendUvarint(b, uint64(of[i]))
		b = binary.AppendUvarint(b, uint64(n))
		i += n
	}
	return b
}

// readWorkspaces reads the workspaces of a run; nil if no link has one.
func readWorkspaces(r *wire.Reader) (of []uint32) {
	for r.Left() > 0 {
		workspace, n := r.Uint32(), r.Uvarint()
		if n == 0 || n > uint64(RunLinks-len(of)) {
			r.Fail()
			return nil
		}
		for range n {
			of = append(of, workspace)
		}
	}
	return of
}
