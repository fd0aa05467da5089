package analytics

import (
	"encoding/binary"
	"slices"
)

// members are the links of workspaces, those that were ever clicked. A link's
// workspace never changes; it is stored beside the link's newest block, in the
// transaction that writes its first rollup.
type members struct {
	runs  map[uint32]*[runLinks]uint32 // workspaces by run of links; 0 for none
	links map[uint32][]uint32          // rising, by workspace
	all   []uint32                     // workspaces, rising
}

// workspace returns the workspace of a link, or 0.
func (m *members) workspace(link uint32) uint32 {
	if run := m.runs[runOf(link)]; run != nil {
		return run[link%runLinks]
	}
	return 0
}

// add notes the workspace of a link, unless it has one.
func (m *members) add(link, workspace uint32) {
	if workspace == 0 || m.workspace(link) != 0 {
		return
	}
	if m.runs == nil {
		m.runs, m.links = make(map[uint32]*[runLinks]uint32), make(map[uint32][]uint32)
	}
	run := m.runs[runOf(link)]
	if run == nil {
		run = new([runLinks]uint32)
		m.runs[runOf(link)] = run
	}
	run[link%runLinks] = workspace
	links, known := m.links[workspace]
	if !known {
		i, _ := slices.BinarySearch(m.all, workspace)
		m.all = slices.Insert(m.all, i, workspace)
	}
	i, _ := slices.BinarySearch(links, link)
	m.links[workspace] = slices.Insert(links, i, link)
}

// of returns the links of a workspace.
func (m *members) of(workspace uint32) []uint32 { return slices.Clone(m.links[workspace]) }

// workspacesFrom returns the workspaces from a number on.
func (m *members) workspacesFrom(number uint32) []uint32 {
	i, _ := slices.BinarySearch(m.all, number)
	return slices.Clone(m.all[i:])
}

// append appends the workspaces of a run: each with the number of links in a row
// that are of it; nothing when no link has one.
func (m *members) append(b []byte, run uint32) []byte {
	of := m.runs[run]
	if of == nil {
		return b
	}
	for i := 0; i < runLinks; {
		n := 1
		for i+n < runLinks && of[i+n] == of[i] {
			n++
		}
		b = binary.AppendUvarint(b, uint64(of[i]))
		b = binary.AppendUvarint(b, uint64(n))
		i += n
	}
	return b
}

// readWorkspaces reads the workspaces of a run; nil when no link has one.
func readWorkspaces(r *reader) (of []uint32) {
	for r.left() > 0 {
		workspace, n := r.uint32(), r.uvarint()
		if n == 0 || n > uint64(runLinks-len(of)) {
			r.fail()
			return nil
		}
		for range n {
			of = append(of, workspace)
		}
	}
	return of
}

// membersOf returns the links of a workspace.
func (r *Recorder) membersOf(workspace uint32) []uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.heads.members.of(workspace)
}

// workspacesFrom returns the workspaces from a number on.
func (r *Recorder) workspacesFrom(number uint32) []uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.heads.members.workspacesFrom(number)
}

// workspaceOf returns the workspace of a link, or 0.
func (r *Recorder) workspaceOf(link uint32) uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.heads.members.workspace(link)
}
