package routing

import (
	"errors"
	"fmt"
	"strings"
)

// Condition is a condition of the host application's own. Rules use it by its
// name, like the built-in ones: Clause{Condition: name, Value: value}.
type Condition struct {
	// Name is made of lower-case letters, digits, hyphens and underscores. It
	// must not be the name of a built-in condition.
	Name string
	// Compile checks the value of a clause and returns the test for it, or an
	// error that says what is wrong with the value. The test runs while a
	// visitor waits. It must be safe for concurrent use and must not panic.
	Compile func(value string) (match func(*Visit) bool, err error)
	// Fact returns the fact that the test looks at, for [Explain]. nil shows
	// none.
	Fact func(*Visit) string
}

// extend adds the host's conditions to the built-in ones.
func (c *compiler) extend(own []Condition) {
	for i, condition := range own {
		field := fmt.Sprintf("conditions[%d].", i)
		if err := checkName(condition.Name); err != nil {
			c.errs = append(c.errs, &FieldError{field + "name", err.Error()})
		}
		if _, taken := c.words[condition.Name]; taken {
			c.errs = append(c.errs, &FieldError{field + "name", fmt.Sprintf("%q is the name of another condition", condition.Name)})
			continue
		}
		if condition.Compile == nil {
			c.errs = append(c.errs, &FieldError{field + "compile", "is missing"})
			continue
		}
		c.words[condition.Name] = builtin{name: condition.Name, parse: condition.parse}
	}
}

// checkName says what is wrong with the name of a condition.
func checkName(name string) error {
	if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		return fmt.Errorf("%q is not a name of lower-case letters, digits, hyphens and underscores", name)
	}
	return nil
}

// parse is the parse function of the condition.
func (c Condition) parse(value string, _ *scope) (matcher, error) {
	test, err := c.Compile(value)
	if err == nil && test == nil {
		err = errors.New("has no test")
	}
	return &custom{test, c.Fact, strings.TrimSpace(value)}, err
}

// custom is a compiled clause of a host's condition.
type custom struct {
	test  func(*Visit) bool
	seen  func(*Visit) string
	value string
}

func (c *custom) match(v *Visit) bool { return c.test(v) }

func (c *custom) fact(v *Visit) string {
	if c.seen == nil {
		return ""
	}
	return c.seen(v)
}

func (c *custom) canonical() string { return c.value }

func (c *custom) excludes(matcher) bool { return false }

func (c *custom) covers(other matcher) bool { return c.value == other.(*custom).value }
