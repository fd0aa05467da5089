package linkpack

import (
	"cmp"
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// Token authenticates a client that manages the links of a workspace. Its secret
// is returned once, when it is created or rotated, and only its hash is stored.
type Token struct {
	// ID is the token's ID. Rotation does not change it.
	ID string `json:"id"`
	// Workspace is what the token gives access to.
	Workspace string `json:"workspace"`
	// Name is what people call the token.
	Name string `json:"name"`
	// Scope limits what the token may do. It cannot be changed. The zero Scope
	// limits nothing.
	Scope Scope `json:"scope,omitzero"`
	// ExpiresAt is when the token stops working. It cannot be changed. Zero means
	// never.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	// Preferences are how the program that uses the token wants its answers, in the
	// words of the API that made the token, such as "attributes=list". They cannot be
	// changed, and the Shortener does not read them. At most 100 characters.
	Preferences string `json:"preferences,omitempty"`
	// CreatedAt is when the token was created, in UTC.
	CreatedAt time.Time `json:"created_at"`
	// CreatedBy is who created the token, as given to [WithActor]. Empty means
	// unknown.
	CreatedBy string `json:"created_by,omitempty"`
	// RotatedAt is when the secret was last replaced, in UTC. Zero means never.
	RotatedAt time.Time `json:"rotated_at,omitzero"`
	// LastUsedAt is when a request was last made with the token, in UTC. Zero means
	// never. It is stored once a minute, and another process sees it then.
	LastUsedAt time.Time `json:"last_used_at,omitzero"`
	// Requests are the numbers of requests on each UTC day, as in "2026-01-31", of
	// the last 90 days with requests. They are stored like LastUsedAt.
	Requests map[string]uint64 `json:"requests,omitempty"`
	// Secret is what the client sends. Only [Shortener.CreateToken] and
	// [Shortener.RotateToken] return it, since the store keeps only its hash. It
	// is not in the JSON form.
	Secret string `json:"-"`
}

// CreateToken creates a token with the Workspace, Name, Scope, ExpiresAt and
// Preferences of token and returns it with its Secret, which cannot be retrieved later.
// It returns ErrNotFound for an unknown workspace and a [FieldError] for an invalid
// field.
//
// If token.Secret is empty, a secret is generated. Otherwise it is the secret: 16 to
// 512 printable characters without leading or trailing spaces. If the workspace
// already has a token with that secret, CreateToken returns that token; if that one has
// another Scope, ExpiresAt or Preferences, or is another workspace's, it returns
// ErrExists.
func (s *Shortener) CreateToken(ctx context.Context, token Token) (*Token, error) {
	ctx, err := permitTokens(ctx, token.Workspace)
	if err != nil {
		return nil, err
	}
	owner, err := s.Workspace(ctx, token.Workspace)
	if err != nil {
		return nil, err
	}
	if err := s.checkToken(&token, owner.ID); err != nil {
		return nil, err
	}
	token.Workspace = owner.ID
	if token.Secret != "" {
		return s.adoptToken(ctx, token)
	}
	if token.Secret, err = s.newSecret(); err != nil {
		return nil, err
	}
	return s.createToken(ctx, token)
}

// adoptToken creates a token with the secret that the caller chose, unless there is one.
func (s *Shortener) adoptToken(ctx context.Context, token Token) (*Token, error) {
	if err := checkSecret(token.Secret); err != nil {
		return nil, err
	}
	if known, err := s.knownToken(ctx, token); !errors.Is(err, ErrNotFound) {
		return known, err
	}
	made, err := s.createToken(ctx, token)
	if errors.Is(err, ErrExists) { // another call was first
		if known, err := s.knownToken(ctx, token); !errors.Is(err, ErrNotFound) {
			return known, err
		}
	}
	return made, err
}

// knownToken returns the workspace's token with the secret of token, or ErrNotFound. It
// returns ErrExists if another workspace has that token, or it allows something else.
func (s *Shortener) knownToken(ctx context.Context, token Token) (*Token, error) {
	d, err := s.findSecret(ctx, token.Secret)
	if err != nil {
		return nil, err
	}
	if d.Workspace != token.Workspace {
		return nil, fmt.Errorf("token of another workspace: %w", ErrExists)
	}
	known, err := s.decodeToken(d)
	if err != nil {
		return nil, err
	}
	if known.Scope != token.Scope || !known.ExpiresAt.Equal(token.ExpiresAt) || known.Preferences != token.Preferences {
		return nil, fmt.Errorf("token %q with the same secret, but another scope, expiry or preferences: %w", known.ID, ErrExists)
	}
	known.Secret = token.Secret
	return known, nil
}

// createToken stores a token with its secret.
func (s *Shortener) createToken(ctx context.Context, token Token) (*Token, error) {
	if err := s.checkQuota(ctx, token.Workspace, KindToken, 1); err != nil {
		return nil, err
	}
	id, err := s.ids.Next(s.now())
	if err != nil {
		return nil, err
	}
	hash := hashSecret(token.Secret)
	body := tokenBody{
		Name: token.Name, Scope: token.Scope, ExpiresAt: token.ExpiresAt, Preferences: token.Preferences,
		CreatedAt: s.now(), CreatedBy: ActorOf(ctx), Secrets: []hashedSecret{{Hash: hash}},
	}
	d := Document{Kind: KindToken, Workspace: token.Workspace, ID: id, Keys: []string{hash}}
	if err := s.createOwned(ctx, token.Workspace, d, s.edit(ctx, token.Workspace), &body); err != nil {
		return nil, err
	}
	made := body.token(d.ID, d.Workspace)
	made.Secret = token.Secret
	return made, nil
}

// checkToken checks and normalizes the fields of a new token.
func (s *Shortener) checkToken(token *Token, workspace string) error {
	faults := errors.Join(
		checkText("name", token.Name, maxNameLength), checkText("preferences", token.Preferences, maxPreferences),
		s.checkScope(&token.Scope, workspace),
	)
	if !token.ExpiresAt.IsZero() && !token.ExpiresAt.After(s.opts.Clock()) {
		faults = errors.Join(faults, invalid("expires_at", "must be in the future"))
	}
	token.ExpiresAt = token.ExpiresAt.UTC()
	return faults
}

// DeleteToken removes a token. Its secret stops working at once.
func (s *Shortener) DeleteToken(ctx context.Context, workspace, id string) error {
	ctx, err := permitTokens(ctx, workspace)
	if err != nil {
		return err
	}
	workspace = cmp.Or(workspace, DefaultWorkspace)
	return s.store.DeleteDocument(ctx, KindToken, workspace, id, s.edit(ctx, workspace))
}

// Tokens returns a workspace's tokens, oldest first. If some are damaged, it returns
// the others, and an error that wraps a [DamagedError] for each.
func (s *Shortener) Tokens(ctx context.Context, workspace string) ([]*Token, error) {
	ctx, err := permitTokens(ctx, workspace)
	if err != nil {
		return nil, err
	}
	return list(ctx, s, KindToken, cmp.Or(workspace, DefaultWorkspace), s.decodeToken)
}

// Token returns a workspace's token by its ID, or ErrNotFound.
func (s *Shortener) Token(ctx context.Context, workspace, id string) (*Token, error) {
	ctx, err := permitTokens(ctx, workspace)
	if err != nil {
		return nil, err
	}
	d, err := s.store.Document(ctx, KindToken, cmp.Or(workspace, DefaultWorkspace), id)
	if err != nil {
		return nil, fmt.Errorf("token %q: %w", clip.Text(id), err)
	}
	return s.decodeToken(d)
}

// Authenticate returns the principal of a token's secret. It returns
// ErrUnauthorized if the secret is unknown, revoked or expired.
func (s *Shortener) Authenticate(ctx context.Context, secret string) (Principal, error) {
	d, err := s.findSecret(ctx, secret)
	if errors.Is(err, ErrNotFound) {
		return Principal{}, ErrUnauthorized
	}
	if err != nil {
		return Principal{}, err
	}
	body, err := decodeAs[tokenBody](d)
	if err != nil {
		return Principal{}, err
	}
	if s.isDeleted(d.Workspace) {
		return Principal{}, ErrUnauthorized
	}
	hash, now := hashSecret(secret), s.opts.Clock()
	if !body.ExpiresAt.IsZero() && !now.Before(body.ExpiresAt) {
		return Principal{}, ErrUnauthorized
	}
	for _, known := range body.Secrets {
		alive := known.DiesAt.IsZero() || now.Before(known.DiesAt)
		if alive && subtle.ConstantTimeCompare([]byte(known.Hash), []byte(hash)) == 1 {
			s.uses.note(tokenKey{d.Workspace, d.ID}, now)
			return Principal{Workspace: d.Workspace, Token: d.ID, Scope: body.Scope, Preferences: body.Preferences}, nil
		}
	}
	return Principal{}, ErrUnauthorized
}

// decodeToken returns a token with the use of it that is not stored yet.
func (s *Shortener) decodeToken(d *Document) (*Token, error) {
	body, err := decodeAs[tokenBody](d)
	if err != nil {
		return nil, err
	}
	body.Use.add(s.uses.of(tokenKey{d.Workspace, d.ID}))
	return body.token(d.ID, d.Workspace), nil
}
