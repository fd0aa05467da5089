package postgres_test

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// shardRow is a row of the table in docs/postgres.md that says how many shards statements
// touch, if the tables of lanes are distributed by lane.
type shardRow struct {
	tables, verbs []string // tables can be patterns
	shards        string   // one, all or none
	used          map[string]bool
}

// quoted finds names in code.
var quoted = regexp.MustCompile("`([^`]+)`")

// shardTable reads the table.
func shardTable(t *testing.T) (rows []*shardRow) {
	t.Helper()
	text, err := os.ReadFile("../../docs/postgres.md")
	check(t, err)
	_, table, ok := strings.Cut(string(text), "| tables | statements | shards |\n| --- | --- | --- |\n")
	if !ok {
		t.Fatal("docs/postgres.md has no table of shards")
	}
	table, _, _ = strings.Cut(table, "\n\n")
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		shards, _, _ := strings.Cut(strings.TrimSpace(cells[3]), " ")
		rows = append(rows, &shardRow{codes(cells[1]), codes(cells[2]), strings.Trim(shards, ",:"), make(map[string]bool)})
	}
	return rows
}

func codes(cell string) (all []string) {
	for _, m := range quoted.FindAllStringSubmatch(cell, -1) {
		all = append(all, m[1])
	}
	return all
}

// tableNames finds the tables of a statement, laneTables those of lanes, and ofOneLane a
// statement that names the lane of its rows.
var (
	tableNames = regexp.MustCompile(`linkpack_\w+`)
	laneTables = regexp.MustCompile(`^linkpack_(clicks_\w+|lanes|requests)$`)
	ofOneLane  = regexp.MustCompile(`where lane = \$\d|^insert into \w+ \(lane,`)
)

// shardsOf returns how many shards a statement touches.
func shardsOf(t *testing.T, sql string, tables []string) string {
	t.Helper()
	laned := slices.ContainsFunc(tables, laneTables.MatchString)
	switch {
	case !laned:
		return "none"
	case slices.ContainsFunc(tables, func(name string) bool { return !laneTables.MatchString(name) }):
		t.Errorf("a statement joins tables of lanes and others: %s", sql)
		return ""
	case ofOneLane.MatchString(sql):
		return "one"
	}
	return "all"
}

// areInTable checks that the table of shards has every statement, and no other.
func (c *collector) areInTable(t *testing.T) {
	rows := shardTable(t)
	for sql := range c.seen {
		tables := tableNames.FindAllString(sql, -1)
		if len(tables) == 0 || slices.Contains(tables, "linkpack_schema") {
			continue
		}
		verb, _, _ := strings.Cut(sql, " ")
		shards := shardsOf(t, sql, tables)
		i := slices.IndexFunc(rows, func(r *shardRow) bool {
			return r.shards == shards && slices.Contains(r.verbs, verb) && r.has(tables)
		})
		if i < 0 {
			t.Errorf("the table lacks %s of %q, which touches %s: %s", verb, tables, shards, sql)
			continue
		}
		rows[i].use(verb, tables)
	}
	for _, r := range rows {
		r.wantUsed(t)
	}
}

// has reports whether a row covers all of some tables.
func (r *shardRow) has(tables []string) bool {
	return !slices.ContainsFunc(tables, func(name string) bool { return r.pattern(name) == "" })
}

// pattern returns what a row calls a table, or "".
func (r *shardRow) pattern(name string) string {
	for _, p := range r.tables {
		if ok, _ := path.Match(p, name); ok {
			return p
		}
	}
	return ""
}

// use notes what of a row a statement needs.
func (r *shardRow) use(verb string, tables []string) {
	r.used[verb] = true
	for _, name := range tables {
		r.used[r.pattern(name)] = true
	}
}

// wantUsed checks that statements need all of a row.
func (r *shardRow) wantUsed(t *testing.T) {
	for _, name := range slices.Concat(r.tables, r.verbs) {
		if !r.used[name] {
			t.Errorf("no statement needs %q in the row of %q", name, r.tables)
		}
	}
}
