package linkbreakersv1

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"github.com/google/uuid"
)

// accessToken returns a new JSON Web Token of a workspace, signed with HMAC-SHA256 (RFC
// 7519, RFC 7515). Requests are not authenticated by its signature: the Shortener knows
// tokens by their hashes, so that a token that it did not make, or that was deleted,
// is refused, whatever it says.
func (h *handlers) accessToken(workspace string) (string, error) {
	id, err := uuid.NewRandom()
	if err != nil {
		return "", err
	}
	claims, err := json.Marshal(struct {
		ID       string `json:"jti"`
		Subject  string `json:"sub"`
		IssuedAt int64  `json:"iat"`
	}{id.String(), workspace, h.shortener.Now().Unix()})
	if err != nil {
		return "", err
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(claims)
	mac := hmac.New(sha256.New, h.shortener.Sign("workspace tokens", ""))
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil)), nil
}
