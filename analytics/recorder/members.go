package recorder

import "slices"

// membersOf returns the links of a workspace, rising. They must not be changed.
func (l *lane) membersOf(workspace uint32) []uint32 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.heads.Members.Of(workspace)
}

// workspacesFrom returns the workspaces from a number on, rising.
func (l *lane) workspacesFrom(number uint32) []uint32 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.heads.Members.WorkspacesFrom(number)
}

// workspaceOf returns the workspace of a link, or 0.
func (l *lane) workspaceOf(link uint32) uint32 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.heads.Members.Workspace(link)
}

// membersIn returns the links that a workspace has in any of some lanes, rising. They must
// not be changed.
func membersIn(lanes []*lane, workspace uint32) (links []uint32) {
	for _, l := range lanes {
		members := l.membersOf(workspace)
		switch {
		case len(links) == 0:
			links = members
		case len(members) > 0:
			links = slices.Concat(links, members)
			slices.Sort(links)
			links = slices.Compact(links)
		}
	}
	return links
}
