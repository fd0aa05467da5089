package linkbreakersv1

import (
	"errors"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// The kinds of tokens.
const (
	keyTypeSecret      = "WORKSPACE_TOKEN_KEY_TYPE_SECRET"
	keyTypePublishable = "WORKSPACE_TOKEN_KEY_TYPE_PUBLISHABLE"
)

// wireToken is a token as it is sent to clients.
type wireToken struct {
	ID          string     `json:"id"`
	WorkspaceID string     `json:"workspaceId"`
	Name        string     `json:"name"`
	KeyType     string     `json:"keyType"`
	CreatedBy   string     `json:"createdBy,omitempty"`
	LastUsedAt  *time.Time `json:"lastUsedAt,omitempty"`
	CreatedAt   time.Time  `json:"createdAt"`
	UpdatedAt   time.Time  `json:"updatedAt"`
	// RequestsPerDay has the UTC days as in 2026-01-31. SDKs ignore it.
	RequestsPerDay map[string]uint64 `json:"requestsPerDay,omitempty"`
	// Attributes is how the token's program reads attributes of visitors, if it was
	// chosen. SDKs ignore it.
	Attributes string `json:"attributes,omitempty"`
}

// newToken, oneToken and manyTokens are answers.
type (
	newToken struct {
		Token       wireToken `json:"token"`
		AccessToken string    `json:"accessToken"`
	}
	oneToken struct {
		Token wireToken `json:"token"`
	}
	manyTokens struct {
		Tokens []wireToken `json:"tokens"`
	}
)

// tokenOf returns a token as it is sent to clients.
func tokenOf(t *linkpack.Token) wireToken {
	w := wireToken{
		ID: t.ID, WorkspaceID: t.Workspace, Name: t.Name, KeyType: keyTypeSecret, CreatedBy: t.CreatedBy,
		LastUsedAt: orAbsent(t.LastUsedAt), CreatedAt: t.CreatedAt, UpdatedAt: t.CreatedAt, RequestsPerDay: t.Requests,
		Attributes: chosenForm(t.Preferences),
	}
	if t.Scope.Publishable {
		w.KeyType = keyTypePublishable
	}
	if t.RotatedAt.After(t.CreatedAt) {
		w.UpdatedAt = t.RotatedAt
	}
	return w
}

// createToken serves "POST /v1/workspace-tokens".
func (h *handlers) createToken(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readValues(r)
	if err != nil {
		return err
	}
	token, err := sent.newToken(p.Workspace)
	if err != nil {
		return err
	}
	if token.Secret, err = h.accessToken(p.Workspace); err != nil {
		return err
	}
	made, err := h.shortener.CreateToken(r.Context(), token)
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, newToken{Token: tokenOf(made), AccessToken: made.Secret})
}

// newToken returns the token to be made.
func (v values) newToken(workspace string) (linkpack.Token, error) {
	token, keyType := linkpack.Token{Workspace: workspace}, ""
	if err := errors.Join(v.read("name", &token.Name), v.read("keyType", &keyType)); err != nil {
		return token, err
	}
	if keyType != keyTypeSecret && keyType != keyTypePublishable {
		return token, &linkpack.FieldError{Field: "keyType", Reason: "must be " + keyTypeSecret + " or " + keyTypePublishable}
	}
	token.Scope.Publishable = keyType == keyTypePublishable
	var err error
	token.Preferences, err = v.formPreference()
	return token, err
}

// tokens serves "GET /v1/workspace-tokens".
func (h *handlers) tokens(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	all, err := h.shortener.Tokens(r.Context(), p.Workspace)
	answer := manyTokens{Tokens: make([]wireToken, len(all))}
	for i, token := range all {
		answer.Tokens[i] = tokenOf(token)
	}
	return httpadapter.WriteList(w, answer, err)
}

// token serves "GET /v1/workspace-tokens/{id}".
func (h *handlers) token(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	token, err := h.shortener.Token(r.Context(), p.Workspace, r.PathValue("id"))
	if err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, oneToken{tokenOf(token)})
}

// deleteToken serves "DELETE /v1/workspace-tokens/{id}".
func (h *handlers) deleteToken(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	if err := h.shortener.DeleteToken(r.Context(), p.Workspace, r.PathValue("id")); err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, nothing{})
}

// rotateToken serves "POST /v1/workspace-tokens/{id}/rotate", which only this server
// has.
func (h *handlers) rotateToken(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	sent, err := readAnyValues(r)
	if err != nil {
		return err
	}
	var seconds int32
	if err := sent.read("graceSeconds", &seconds); err != nil {
		return err
	}
	secret, err := h.accessToken(p.Workspace)
	if err != nil {
		return err
	}
	rotation := linkpack.Rotation{Secret: secret, Grace: time.Duration(seconds) * time.Second}
	token, err := h.shortener.RotateToken(r.Context(), p.Workspace, r.PathValue("id"), rotation)
	if err != nil {
		return httpadapter.RenameFields(err, func(string) string { return "graceSeconds" })
	}
	return httpadapter.WriteJSON(w, http.StatusOK, newToken{Token: tokenOf(token), AccessToken: token.Secret})
}
