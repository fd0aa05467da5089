package clicklog

import (
	"encoding/binary"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Members are the links of workspaces, those that were ever clicked. A link's
// workspace never changes; it is stored beside the link's newest block, in the
// transaction that writes its first rollup.
type Members struct {
	runs  map[uint32]*[RunLinks]uint32 // workspaces by run of links; 0 for none
	links map[uint32][]uint32          // rising, by workspace
	all   []uint32                     // workspaces, rising
}

// Workspace returns the workspace of a link, or 0.
func (m *Members) Workspace(link uint32) uint32 {
	if run := m.runs[RunOf(link)]; run != nil {
		return run[link%RunLinks]
	}
	return 0
}

// Add notes the workspace of a link, unless it has one.
func (m *Members) Add(link, workspace uint32) {
	if workspace == 0 || m.Workspace(link) != 0 {
		return
	}
	if m.runs == nil {
		m.runs, m.links = make(map[uint32]*[RunLinks]uint32), make(map[uint32][]uint32)
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
	i, _ := slices.BinarySearch(links, link)
	m.links[workspace] = slices.Insert(links, i, link)
}

// Of returns the links of a workspace.
func (m *Members) Of(workspace uint32) []uint32 { return slices.Clone(m.links[workspace]) }

// WorkspacesFrom returns the workspaces from a number on.
func (m *Members) WorkspacesFrom(number uint32) []uint32 {
	i, _ := slices.BinarySearch(m.all, number)
	return slices.Clone(m.all[i:])
}

// append appends the workspaces of a run: each with the number of links in a row
// that are of it; nothing when no link has one.
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

// readWorkspaces reads the workspaces of a run; nil when no link has one.
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
