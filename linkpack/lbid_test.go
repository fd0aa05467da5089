package linkpack_test

import (
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/linkpack/linkpack-go/linkpack"
)

func TestAnLBIDIsReadInEverySpelling(t *testing.T) {
	source := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var id uuid.UUID
		for i := range id {
			id[i] = byte(source.Uint32())
		}
		lbid := linkpack.LBID(id.String())
		if lbid != base64.RawURLEncoding.EncodeToString(id[:]) {
			t.Fatalf("%s is %s", id, lbid)
		}
		for _, text := range []string{
			lbid, base64.URLEncoding.EncodeToString(id[:]), base64.StdEncoding.EncodeToString(id[:]),
			base64.RawStdEncoding.EncodeToString(id[:]), id.String(), strings.ToUpper(id.String()),
		} {
			if got, err := linkpack.ClickIDOf(text); err != nil || got != id.String() {
				t.Errorf("%s: %s, %v; want %s", text, got, err, id)
			}
		}
	}
}

func TestWhatIsNoLBIDIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":             "",
		"truncated":           "AZJhM2Zxc8OPpvxP0sWZJ",
		"longer":              "AZJhM2Zxc8OPpvxP0sWZJQAA",
		"12 bytes":            "2VqKhjxtKwC7pBbg",
		"bits left over":      "AZJhM2Zxc8OPpvxP0sWZJR",
		"another character":   "AZJhM2Zxc8OPpvxP0sWZ!Q",
		"a line break":        "AZJhM2Zxc8OPpvxP0sWZJQ\n",
		"much padding":        "AZJhM2Zxc8OPpvxP0sWZJQ" + strings.Repeat("=", 1000),
		"a UUID in braces":    "{01926133-6671-73c3-8fa6-fc4fd2c59925}",
		"a UUID without dash": "0192613366717 3c38fa6fc4fd2c59925",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := linkpack.ClickIDOf(text)
			var fault *linkpack.FieldError
			if !errors.As(err, &fault) || fault.Field != "click" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestATextThatIsNoIDHasNoLBID(t *testing.T) {
	if got := linkpack.LBID("no id"); got != "" {
		t.Errorf("got %q", got)
	}
}
