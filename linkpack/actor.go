package linkpack

import (
	"context"
	"strings"
)

// actorKey is the key of the actor in a context.
type actorKey struct{}

// maxActor is the length in bytes of the longest actor.
const maxActor = 200

// WithActor returns a context that says who makes the changes that are made
// with it: the id of a token, or whatever tells people apart for the host. It is
// kept in [Link.UpdatedBy], at most 200 bytes of it.
func WithActor(ctx context.Context, actor string) context.Context {
	if len(actor) > maxActor {
		actor = actor[:maxActor]
	}
	return context.WithValue(ctx, actorKey{}, strings.ToValidUTF8(actor, ""))
}

func actorOf(ctx context.Context) string {
	actor, _ := ctx.Value(actorKey{}).(string)
	return actor
}
