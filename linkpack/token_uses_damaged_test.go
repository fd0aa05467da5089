package linkpack_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestTheUseOfADamagedTokenIsToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, log := memory.New(), new(bytes.Buffer)
		s, err := linkpack.New(store, &linkpack.Options{Logger: slog.New(slog.NewTextHandler(log, nil))})
		steps(t, err)
		token, err := s.CreateToken(t.Context(), linkpack.Token{})
		steps(t, err)
		steps(t, only(s.Authenticate(t.Context(), token.Secret)))
		damage := func(d *linkpack.Document) error { d.Body = []byte("[]"); return nil }
		steps(t, only(store.UpdateDocument(t.Context(), linkpack.KindToken, token.Workspace, token.ID, nil, damage)))
		time.Sleep(5 * time.Minute)
		steps(t, s.Close(context.Background()))
		if n := strings.Count(log.String(), "storing the use of a token"); n != 1 {
			t.Errorf("told %d times: %s", n, log)
		}
	})
}
