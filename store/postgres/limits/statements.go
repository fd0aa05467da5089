package limits

import "strings"

// databaseClock is the time of a transaction in nanoseconds.
const databaseClock = "(extract(epoch from now()) * 1000000)::bigint * 1000"

// statements are made for a clock, which is an expression in nanoseconds.
type statements struct{ steady, fixed, sweep string }

// The parameters of steady are the account, the time in which one request is restored, and
// the numbers of requests that the limit has, that are wanted and that are given back. A row
// says when the full quota is available again. :base is that before the requests are taken.
const (
	steady = "insert into linkpack_limits as l (account, at, used, taken, until)" +
		" values ($1, :now + least($4::bigint, $3::bigint) * $2::bigint, 0, least($4, $3), (:now + $3 * $2) / 60000000000 + 1)" +
		" on conflict (account) do update set taken = :taken, at = :base + :taken * $2, until = excluded.until" +
		" returning taken, at - :now"
	steadyTaken = "least($4, greatest(($3 * $2 - (:base - :now)) / $2, 0))"
	steadyBase  = "greatest(l.at - $5::bigint * $2, :now)"
)

// The parameters of fixed are the account, the window and its phase, the numbers of requests
// that the limit has, that are wanted and that are given back, and the window in which those
// were taken. A row says what was taken in the newest window: a clock that goes back restores
// nothing.
const (
	fixed = "insert into linkpack_limits as l (account, at, used, taken, until)" +
		" values ($1, :start, least($5::bigint, $4::bigint), least($5, $4), (:now + $2) / 60000000000 + 1)" +
		" on conflict (account) do update set taken = :taken, used = :kept + :taken, at = greatest(l.at, :start), until = excluded.until" +
		" returning taken, used, at + $2 - :now, at"
	fixedTaken = "least($5, greatest($4 - :kept, 0))"
	fixedKept  = "case when l.at < :start then 0 when l.at = $7::bigint then greatest(l.used - $6::bigint, 0) else l.used end"
	fixedStart = "(:now - (:now + $3::bigint) % $2::bigint)"
)

// sweep removes rows that are old, and still are when it is their turn.
const sweep = "delete from linkpack_limits where account in" +
	" (select account from linkpack_limits where until < :now / 60000000000 order by until limit $1) and until < :now / 60000000000"

func newStatements(clock string) statements {
	now := "(" + clock + ")"
	return statements{
		steady: written(steady, ":taken", steadyTaken, ":base", steadyBase, ":now", now),
		fixed:  written(fixed, ":taken", fixedTaken, ":kept", "("+fixedKept+")", ":start", fixedStart, ":now", now),
		sweep:  written(sweep, ":now", now),
	}
}

// written replaces names by expressions, in pairs. Those of a pair may have the names of
// later ones.
func written(sql string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		sql = strings.ReplaceAll(sql, pairs[i], pairs[i+1])
	}
	return sql
}
