package routing

import (
	"errors"
	"strings"
)

// percentage is the condition of a rule that is only a share. The share itself is
// [Rule.Percentage], which can be combined with any clauses.
const percentage = "percentage"

// everyone matches every visit.
type everyone struct{}

func parsePercentage(value string, _ *scope) (matcher, error) {
	if strings.TrimSpace(value) != "" {
		return nil, errors.New("must be empty; the share is the rule's percentage")
	}
	return everyone{}, nil
}

func (everyone) match(*Visit) bool { return true }

func (everyone) fact(*Visit) string { return "" }

func (everyone) covers(matcher) bool { return true }

func (everyone) excludes(matcher) bool { return false }

func (everyone) matchesAll() bool { return true }

func (everyone) canonical() string { return "" }
