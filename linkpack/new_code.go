package linkpack

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack/internal/codes"
	"github.com/linkpack/linkpack-go/linkpack/internal/random"
)

// maxTries is how many codes of Options.NewCode may be taken in a row.
const maxTries = 100

// askForCode returns a code of Options.NewCode. try is the number of codes that were
// taken. It skips reserved codes.
func (s *Shortener) askForCode(ctx context.Context, d *Domain, try int) (string, error) {
	for ; try < maxTries; try++ {
		code, err := s.opts.NewCode(ctx, d.Host, try)
		if err != nil {
			return "", fmt.Errorf("making a short code: %w", err)
		}
		code = d.key(code)
		if code == "" {
			return "", invalid("short_code", "NewCode returned no code")
		}
		if s.isReserved(code) {
			continue
		}
		return code, s.checkCode(d, code)
	}
	return "", fmt.Errorf("making a short code: %d codes in a row were taken: %w", maxTries, ErrExists)
}

// WordCodes returns a function for Options.NewCode. Its codes are short English
// words, such as "maple-otter-lamp", which are easy to read out and to remember. n
// is the number of words, which grows by one with every three codes that are taken;
// three give 16 million codes. At most 8 are used, and values below 1 mean 3.
// source is the source of randomness; nil means [rand.Reader].
func WordCodes(n int, source io.Reader) func(ctx context.Context, domain string, try int) (string, error) {
	source, words := orRandom(source), strings.Fields(codes.Words)
	if n < 1 {
		n = 3
	}
	return func(_ context.Context, _ string, try int) (string, error) {
		chosen := make([]byte, min(n+try/3, 8))
		if _, err := io.ReadFull(source, chosen); err != nil {
			return "", fmt.Errorf("reading the random source: %w", err)
		}
		parts := make([]string, len(chosen))
		for i, b := range chosen {
			parts[i] = words[b]
		}
		return strings.Join(parts, "-"), nil
	}
}

// PrefixCodes returns a function for Options.NewCode. Its codes are a prefix, such
// as "promo-", and n random lower-case letters and digits without those that are
// easily confused. n grows by one with every three codes that are taken. Values
// below 1 mean 5. source is the source of randomness; nil means [rand.Reader].
func PrefixCodes(prefix string, n int, source io.Reader) func(ctx context.Context, domain string, try int) (string, error) {
	source = orRandom(source)
	if n < 1 {
		n = 5
	}
	return func(_ context.Context, _ string, try int) (string, error) {
		text, err := random.Text(source, codes.FoldedAlphabet, n+try/3)
		return prefix + text, err
	}
}

// orRandom returns a source of randomness.
func orRandom(source io.Reader) io.Reader {
	if source == nil {
		return rand.Reader
	}
	return source
}
