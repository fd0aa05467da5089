package routing_test

import (
	"crypto/sha256"
	"math/big"
	"strconv"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// model decides literally as documented, slowly and without code of the table:
// with strings, big numbers and loops.
type model struct {
	rules []routing.Rule
	zone  string
	key   [32]byte
}

// route returns the index of the rule that takes the visit and the visitor's
// numbers in the splits that were met.
func (m model) route(v *routing.Visit) (int, map[string]*big.Rat) {
	met := map[string]*big.Rat{}
	for i, rule := range m.rules {
		if !m.matches(rule, v) {
			continue
		}
		if rule.Percentage == nil {
			return i, met
		}
		u := m.u(rule.Split, v)
		met[rule.Split] = u
		before := new(big.Rat)
		for _, earlier := range m.rules[:i] {
			if earlier.Split == rule.Split {
				before.Add(before, share(earlier))
			}
		}
		upTo := new(big.Rat).Add(before, share(rule))
		if rounded(before).Cmp(u) <= 0 && u.Cmp(rounded(upTo)) < 0 {
			return i, met
		}
	}
	return -1, met
}

// share is a rule's percentage as the decimal number that was written.
func share(r routing.Rule) *big.Rat {
	if r.Percentage == nil {
		return new(big.Rat)
	}
	exact, _ := new(big.Rat).SetString(strconv.FormatFloat(*r.Percentage, 'f', -1, 64))
	return exact
}

// rounded is a sum of shares in whole millionths.
func rounded(sum *big.Rat) *big.Rat {
	millionths, _ := new(big.Rat).SetString(sum.FloatString(6))
	return millionths
}

// u is 100·x/2⁶⁴.
func (m model) u(split string, v *routing.Visit) *big.Rat {
	text := string(m.key[:]) + split + "\x00" + visitorKey(v)
	sum := sha256.Sum256([]byte(text))
	x := new(big.Int).SetBytes(sum[:8])
	x.Mul(x, big.NewInt(100))
	return new(big.Rat).SetFrac(x, new(big.Int).Lsh(big.NewInt(1), 64))
}

func visitorKey(v *routing.Visit) string {
	if len(v.VisitorKey) > 128 {
		return hashed(v.VisitorKey)
	}
	if v.VisitorKey != "" {
		return v.VisitorKey
	}
	address, agent := v.Addr.As16(), v.UserAgent
	if len(agent) > 1024 {
		agent = agent[:1024]
	}
	return hashed(string(address[:]) + agent)
}

func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return string(sum[:])
}

func (m model) matches(r routing.Rule, v *routing.Visit) bool {
	zone := r.Timezone
	if zone == "" {
		zone = m.zone
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	for _, c := range r.Clauses {
		if matches(c, v, v.Time.In(location)) == c.Not {
			return false
		}
	}
	return true
}
