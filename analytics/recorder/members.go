package recorder

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
