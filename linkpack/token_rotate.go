package linkpack

import (
	"cmp"
	"context"
	"fmt"
	"time"
)

const (
	// maxGrace is how long the secrets before a rotation can go on working.
	maxGrace = 30 * 24 * time.Hour
	// maxSecrets is the most secrets of a token that work at the same time.
	maxSecrets = 10
)

// Rotation says how the secret of a token is replaced. The zero value generates a
// secret and ends the earlier ones at once.
type Rotation struct {
	// Secret is the new secret, as for [Shortener.CreateToken]. Empty means that one
	// is generated.
	Secret string
	// Grace is how long the earlier secrets go on working, at most 30 days. Zero
	// means that they stop working at once.
	Grace time.Duration
}

// RotateToken replaces a token's secret and returns the token with the new one. The
// token's ID, Scope and ExpiresAt stay. Of several rotations at once, the last one's
// secret is the new one, and the others' are earlier ones.
//
// RotateToken returns a [FieldError] for an invalid Secret or Grace, or if Grace is not
// zero and ten secrets of the token work already, and ErrExists if Secret is that of a
// token.
func (s *Shortener) RotateToken(ctx context.Context, workspace, id string, r Rotation) (*Token, error) {
	ctx, err := permitTokens(ctx, workspace)
	if err != nil {
		return nil, err
	}
	if r.Secret, err = s.secretOf(r); err != nil {
		return nil, err
	}
	workspace = cmp.Or(workspace, DefaultWorkspace)
	body, err := updateBody(ctx, s, KindToken, workspace, id, s.edit(ctx, workspace), func(b *tokenBody) ([]string, error) {
		err := b.rotate(hashSecret(r.Secret), s.now(), r.Grace)
		return b.keys(), err
	})
	if err != nil {
		return nil, err
	}
	rotated := body.token(id, workspace)
	rotated.Secret = r.Secret
	return rotated, nil
}

// secretOf checks a rotation and returns its secret.
func (s *Shortener) secretOf(r Rotation) (string, error) {
	if r.Grace < 0 || r.Grace > maxGrace {
		return "", invalid("grace", "must be from 0 to %d seconds, which are 30 days", int(maxGrace.Seconds()))
	}
	if r.Secret == "" {
		return s.newSecret()
	}
	return r.Secret, checkSecret(r.Secret)
}

// rotate adds the hash of a secret and ends the others after a grace.
func (b *tokenBody) rotate(hash string, now time.Time, grace time.Duration) error {
	dies := now.Add(grace)
	kept := []hashedSecret{{Hash: hash}}
	for _, old := range b.Secrets {
		if old.Hash == hash {
			return fmt.Errorf("the secret of the token: %w", ErrExists)
		}
		if old.DiesAt.IsZero() || old.DiesAt.After(dies) {
			old.DiesAt = dies
		}
		if old.DiesAt.After(now) {
			kept = append(kept, old)
		}
	}
	if len(kept) > maxSecrets {
		return invalid("grace", "must be 0, since %d secrets of the token work already", maxSecrets)
	}
	b.Secrets, b.RotatedAt = kept, now
	return nil
}
