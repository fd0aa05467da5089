package routing

import "fmt"

// Limits on a table, because it is tried while a visitor waits.
const (
	// MaxRules is how many rules a table can have.
	MaxRules = 1000

	maxClauses = 20        // clauses of a rule
	maxValue   = 2000      // bytes of a clause's value
	maxSplits  = 100       // splits
	maxSplitID = 255       // bytes of a split's id
	maxEntries = 5000      // entries of the lists of all clauses; any other value counts as one
	maxText    = 256 << 10 // bytes of the values of all clauses
)

// measured returns the test for a clause's value, unless the table grows too large
// with it.
func (c *compiler) measured(condition builtin, value string) (matcher, error) {
	before := c.scope.entries
	m, err := condition.test(value, &c.scope)
	c.scope.entries = max(c.scope.entries, before+1)
	c.text += len(value)
	switch {
	case err != nil:
		return nil, err
	case c.scope.entries > maxEntries:
		return nil, fmt.Errorf("brings the lists of all rules to %d entries, the most is %d", c.scope.entries, maxEntries)
	case c.text > maxText:
		return nil, fmt.Errorf("brings the values of all rules to %d bytes, the most is %d", c.text, maxText)
	}
	return m, nil
}

// isFull reports whether the table is too large, so that the rest is not read.
func (c *compiler) isFull() bool { return c.scope.entries > maxEntries || c.text > maxText }
