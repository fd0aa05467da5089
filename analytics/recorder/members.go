package recorder

// membersOf returns the links of a workspace, rising. They must not be changed.
func (r *Recorder) membersOf(workspace uint32) []uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.heads.Members.Of(workspace)
}

// workspacesFrom returns the workspaces from a number on, rising.
func (r *Recorder) workspacesFrom(number uint32) []uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.heads.Members.WorkspacesFrom(number)
}

// workspaceOf returns the workspace of a link, or 0.
func (r *Recorder) workspaceOf(link uint32) uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.heads.Members.Workspace(link)
}
