package linkpackv1

import (
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// rotated is a key with its new secret.
type rotated struct {
	ID  string `json:"id"`
	Key string `json:"key"`
}

// rotateKey serves "POST /api/v1/key/rotate", for the key that the request was made
// with.
func (h *handlers) rotateKey(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
	if p.Token == "" {
		return &httpadapter.Problem{Status: http.StatusForbidden, Message: "only a request that was made with a key can rotate it"}
	}
	var seconds int32
	if err := h.readOnly(r, field{"graceSeconds", &seconds}); err != nil {
		return err
	}
	rotation := linkpack.Rotation{Grace: time.Duration(seconds) * time.Second}
	token, err := h.shortener.RotateToken(r.Context(), p.Workspace, p.Token, rotation)
	if err != nil {
		return httpadapter.RenameFields(err, func(string) string { return "graceSeconds" })
	}
	return httpadapter.WriteJSON(w, http.StatusOK, rotated{ID: token.ID, Key: token.Secret})
}
