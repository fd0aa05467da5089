package postgres

import (
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
)

// The tables of keys and values. The clicks have further ones; see [lanePlace].
const (
	nameLinks        = "linkpack_links"             // by number
	nameIDs          = "linkpack_link_ids"          // numbers by workspace and id
	nameCodes        = "linkpack_link_codes"        // by domain and code
	nameExternal     = "linkpack_link_external"     // numbers by workspace and external id
	nameDestinations = "linkpack_link_destinations" // see [keys.Destination]
	nameOrders       = "linkpack_link_orders"       // see [keys.Order]
	nameSegments     = "linkpack_link_segments"     // see linkindex
	nameBin          = "linkpack_link_bin"          // by time of deletion and number
	nameDeleted      = "linkpack_link_deleted"      // numbers by workspace and id
	nameRevisions    = "linkpack_link_revisions"    // by number and revision
	nameWorkspaces   = "linkpack_workspaces"        // numbers and counts by workspace
	nameDocuments    = "linkpack_documents"         // by kind, workspace and id
	nameUnique       = "linkpack_document_keys"     // keys of documents by kind and unique key
	nameVisitors     = "linkpack_visitors"          // by workspace and id
	nameAliases      = "linkpack_visitor_aliases"   // ids by kind, workspace and alias
	nameKnown        = "linkpack_visitor_known"     // aliases of a visitor, but its e-mail
	nameShared       = "linkpack_shared"            // of analytics
	prefixClicks     = "linkpack_clicks_"           // of the tables of lanes
)

// place is a table of keys and values, or the part of one that a lane has.
type place struct {
	name  string
	lane  analytics.Lane
	laned bool // each lane has a part
}

// lanePlace returns the part that a lane has of a table.
func lanePlace(name analytics.Table, lane analytics.Lane) place {
	return place{name: prefixClicks + string(name), lane: lane, laned: true}
}

// args returns the arguments of a statement, of which the lane is the last.
func (p place) args(args ...any) []any {
	if p.laned {
		args = append(args, int32(p.lane))
	}
	return args
}

// where returns the beginning of a condition. The lane is argument n.
func (p place) where(n int) string {
	if p.laned {
		return fmt.Sprintf(" where lane = $%d and ", n)
	}
	return " where "
}

func (p place) selectOne() string {
	return "select value from " + p.name + p.where(2) + "key = $1"
}

// touch selects a row and writes it as it is.
func (p place) touch() string {
	return "update " + p.name + " set value = value" + p.where(2) + "key = $1 returning value"
}

// selectAll looks up each key by itself, since a database without statistics of the
// table could think that reading all of it costs less.
func (p place) selectAll() string {
	return "select k, r.value from unnest($1::bytea[]) k, lateral (select value from " + p.name + p.where(2) + "key = k limit 1) r"
}

// selectRange selects at most $2 rows from $1 on, in ascending order.
func (p place) selectRange(bounded bool) string {
	if bounded {
		return "select key, value from " + p.name + p.where(4) + "key >= $1 and key < $3 order by key limit $2"
	}
	return "select key, value from " + p.name + p.where(3) + "key >= $1 order by key limit $2"
}

// selectDown selects at most $2 rows from $1 up to but not including $3, in descending
// order.
func (p place) selectDown() string {
	return "select key, value from " + p.name + p.where(4) + "key >= $1 and key < $3 order by key desc limit $2"
}

// selectPrefixed selects the keys in some ranges, with the number of the range from 1 on.
func (p place) selectPrefixed() string {
	return "select n, r.key from unnest($1::bytea[], $2::bytea[]) with ordinality f (low, high, n)," +
		" lateral (select key from " + p.name + p.where(3) + "key >= low and key < high order by key) r order by n, r.key"
}

// selectPointing selects the keys of the rows with a value. It reads all of them.
func (p place) selectPointing() string {
	return "select key from " + p.name + p.where(2) + "value = $1 order by key"
}

// selectEnding selects the keys that end with a number. It reads all of them.
func (p place) selectEnding() string {
	return "select key from " + p.name + p.where(2) + "substr(key, length(key) - 3) = $1 order by key"
}

func (p place) count() string {
	return "select count(*) from " + p.name + p.where(3) + "key >= $1 and key < $2"
}

// insert adds rows.
func (p place) insert() string {
	if p.laned {
		return "insert into " + p.name + " (lane, key, value) select $3::int, unnest($1::bytea[]), unnest($2::bytea[])"
	}
	return "insert into " + p.name + " (key, value) select unnest($1::bytea[]), unnest($2::bytea[])"
}

// upsert adds rows or changes them.
func (p place) upsert() string {
	unique := "key"
	if p.laned {
		unique = "lane, key"
	}
	return p.insert() + " on conflict (" + unique + ") do update set value = excluded.value"
}

func (p place) remove() string {
	return "delete from " + p.name + p.where(2) + "key = $1"
}
