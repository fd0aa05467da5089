package linkpack

import "context"

// Principal identifies who makes a request. The zero Principal is nobody.
type Principal struct {
	// Workspace is the workspace that the request has access to, such as
	// [DefaultWorkspace]. It is required.
	Workspace string `json:"workspace"`
	// Token is the ID of the token. It is empty if the host application
	// authenticates requests in its own way.
	Token string `json:"token"`
	// User is the host application's ID of the user. It is empty for tokens.
	User string `json:"user,omitempty"`
	// Scope limits what the principal may do in the workspace. The zero Scope
	// limits nothing.
	Scope Scope `json:"scope,omitzero"`
	// Preferences are those of the token; see [Token]. Empty means none.
	Preferences string `json:"preferences,omitempty"`
}

// principalKey is the key of the principal in a context.
type principalKey struct{}

// WithPrincipal returns a context for calls on behalf of p. The methods of a
// [Shortener] that read or change something return an error that wraps
// [ErrNotFound] if it belongs to another workspace, and one that wraps
// [ErrForbidden] if the Scope does not allow the call. Methods for the whole
// store, such as [Shortener.Workspaces], are forbidden; those that serve visits,
// such as [Shortener.Resolve], are not. Without a principal, a context is that of
// the host application itself and may do everything.
func WithPrincipal(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// PrincipalOf returns the principal of a context, and whether it has one.
func PrincipalOf(ctx context.Context) (p Principal, ok bool) {
	p, ok = ctx.Value(principalKey{}).(Principal)
	return p, ok
}
