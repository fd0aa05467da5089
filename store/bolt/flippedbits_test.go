package bolt_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// TestAFlippedBitIsToldOrHasNoEffect flips one bit of a file after the other, asks
// everything that can be asked, and compares the answers with those of the sound file.
// It flips 25 bits, or 2000 if LINKPACK_ATTACK is 1.
func TestAFlippedBitIsToldOrHasNoEffect(t *testing.T) {
	flips, seed := 25, uint64(1)
	if os.Getenv("LINKPACK_ATTACK") == "1" {
		flips, seed = 2000, uint64(time.Now().UnixNano())
	}
	t.Logf("%d flips, seed %d", flips, seed)
	path, links := library(t)
	content := usedPages(t, path)
	truth := ask(t.Context(), path, links)
	for question, answer := range truth {
		if answer.err != nil && !answer.isAnswer() {
			t.Fatalf("%s: %v", question, answer.err)
		}
	}
	random := rand.New(rand.NewPCG(seed, 0))
	counts := make(map[string]int)
	for range flips {
		at, bit := random.IntN(len(content)), random.IntN(8)
		damaged := append([]byte(nil), content...)
		damaged[at] ^= 1 << bit
		effect := compare(truth, ask(t.Context(), file(t, damaged), links))
		counts[effect.name]++
		if effect.name == silentlyWrong {
			t.Errorf("byte %d, bit %d: %s", at, bit, effect.detail)
		}
	}
	for _, name := range []string{withoutEffect, refused, told, silentlyWrong} {
		t.Logf("%-16s %5d", name, counts[name])
	}
}

// The effects of a flipped bit.
const (
	withoutEffect = "without effect"
	refused       = "not opened"
	told          = "found and told"
	silentlyWrong = "silently wrong"
)

// answer is what a store answers to a question.
type answer struct {
	text string
	err  error
}

// isAnswer reports whether an error is one that a sound store returns.
func (a answer) isAnswer() bool {
	return errors.Is(a.err, linkpack.ErrNotFound) || errors.Is(a.err, linkpack.ErrGone)
}

// effect says what a flipped bit did.
type effect struct{ name, detail string }

// compare compares answers with the truth.
func compare(truth, got map[string]answer) effect {
	if got["open"].err != nil {
		return effect{name: refused}
	}
	result := effect{name: withoutEffect}
	for question, want := range truth {
		a, asked := got[question]
		failed := a.err != nil && !a.isAnswer()
		switch {
		case !asked:
			return effect{silentlyWrong, question + " was not asked"}
		case failed:
			result.name = told
		case a.text != want.text:
			return effect{silentlyWrong, fmt.Sprintf("%s:\n\tgot  %.300s\n\twant %.300s", question, a.text, want.text)}
		}
	}
	return result
}
