package linkpack

import (
	"context"
	"strings"
)

// actorKey is the key of the actor in a context.
type actorKey struct{}

// maxActor is the maximum length of an actor in bytes.
const maxActor = 200

// WithActor returns a context that names who makes the changes made with it,
// such as the ID of a token or user. The first 200 bytes are kept. The actor is
// stored in [Link.UpdatedBy] and in the Actor of a [Change].
func WithActor(ctx context.Context, actor string) context.Context {
	if len(actor) > maxActor {
		actor = actor[:maxActor]
	}
	return context.WithValue(ctx, actorKey{}, strings.ToValidUTF8(actor, ""))
}

// ActorOf returns the actor of a context, or "" if none was set.
func ActorOf(ctx context.Context) string {
	actor, _ := ctx.Value(actorKey{}).(string)
	return actor
}
