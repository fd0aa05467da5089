package linkpack

import (
	"strings"

	"github.com/linkpack/linkpack-go/linkpack/internal/codes"
	"github.com/linkpack/linkpack-go/linkpack/internal/random"
)

// generateCode returns a random code for a domain that is not reserved. The code
// gets one character longer with every three collisions, so that a free code is
// found even on a crowded domain.
func (s *Shortener) generateCode(d *Domain, collisions int) (string, error) {
	alphabet := codes.Alphabet
	if d.FoldCase {
		alphabet = codes.FoldedAlphabet
	}
	length := min(s.opts.CodeLength+collisions/3, codes.MaxLength)
	for {
		code, err := random.Text(s.opts.Random, alphabet, length)
		if err != nil || !s.isReserved(code) {
			return code, err
		}
	}
}

func (s *Shortener) isReserved(code string) bool {
	_, reserved := s.reserved[strings.ToLower(code)]
	return reserved
}

// checkCode checks a normalized custom code.
func (s *Shortener) checkCode(d *Domain, code string) error {
	if s.isReserved(code) {
		return invalid("short_code", "%q is reserved", code)
	}
	if err := codes.Check(code, d.UnicodeCodes); err != nil {
		return invalid("short_code", "%v", err)
	}
	return nil
}
