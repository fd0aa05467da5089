-- Each statement can be run again, since a database may not undo a part of them. A line
-- that ends with a semicolon ends a statement.

-- Tables of keys and values, as store/internal/keys makes the keys.
create table if not exists linkpack_links (key bytea primary key, value bytea not null);
create table if not exists linkpack_link_ids (key bytea primary key, value bytea not null);
create table if not exists linkpack_link_codes (key bytea primary key, value bytea not null);
create table if not exists linkpack_link_external (key bytea primary key, value bytea not null);
create table if not exists linkpack_link_destinations (key bytea primary key, value bytea not null);
create table if not exists linkpack_link_orders (key bytea primary key, value bytea not null);
create table if not exists linkpack_link_segments (key bytea primary key, value bytea not null);
create table if not exists linkpack_link_bin (key bytea primary key, value bytea not null);
create table if not exists linkpack_link_deleted (key bytea primary key, value bytea not null);
create table if not exists linkpack_link_revisions (key bytea primary key, value bytea not null);
create table if not exists linkpack_workspaces (key bytea primary key, value bytea not null);
create table if not exists linkpack_documents (key bytea primary key, value bytea not null);
create table if not exists linkpack_document_keys (key bytea primary key, value bytea not null);
create table if not exists linkpack_visitors (key bytea primary key, value bytea not null);
create table if not exists linkpack_visitor_aliases (key bytea primary key, value bytea not null);
create table if not exists linkpack_visitor_known (key bytea primary key, value bytea not null);
create table if not exists linkpack_shared (key bytea primary key, value bytea not null);

-- How often links with a limit were used.
create table if not exists linkpack_link_uses (number bigint primary key, uses bigint not null);

-- numbers: the first number that has not been reserved for a link or workspace. changes
-- and trimmed: the last row of the change log, and the last that was removed. The row
-- shared is locked by who changes linkpack_shared.
create table if not exists linkpack_counters (name text primary key, last bigint not null);
insert into linkpack_counters (name, last) values ('numbers', 64), ('changes', 0), ('trimmed', 0), ('shared', 0) on conflict do nothing;

-- How far an unfinished copy to the database has come. There is one row at most.
create table if not exists linkpack_copy (id int primary key, mark bytea not null);

-- Changes, before and after they get a number.
create table if not exists linkpack_outbox (at timestamptz not null, id bytea not null, n int not null, value bytea not null, primary key (at, id, n));
create table if not exists linkpack_changes (seq bigint primary key, value bytea not null);

-- Lanes of the click log, by whom they are leased, and what their owners were asked. A
-- lease that ended in order expired at -infinity.
create table if not exists linkpack_lanes (
	lane int primary key,
	epoch bigint not null,
	owner text not null,
	expires_at timestamptz not null,
	request bigint not null
);
create index if not exists linkpack_lanes_expiry on linkpack_lanes (expires_at, lane);
create table if not exists linkpack_requests (lane int not null, id bytea not null, kind smallint not null, value bytea not null, primary key (lane, id));

-- The tables of lanes; see analytics.Tables.
create table if not exists linkpack_clicks_log (lane int not null, key bytea not null, value bytea not null, primary key (lane, key));
create table if not exists linkpack_clicks_words (lane int not null, key bytea not null, value bytea not null, primary key (lane, key));
create table if not exists linkpack_clicks_plans (lane int not null, key bytea not null, value bytea not null, primary key (lane, key));
create table if not exists linkpack_clicks_rollups (lane int not null, key bytea not null, value bytea not null, primary key (lane, key));
create table if not exists linkpack_clicks_sums (lane int not null, key bytea not null, value bytea not null, primary key (lane, key));
create table if not exists linkpack_clicks_packs (lane int not null, key bytea not null, value bytea not null, primary key (lane, key));
create table if not exists linkpack_clicks_heads (lane int not null, key bytea not null, value bytea not null, primary key (lane, key));
create table if not exists linkpack_clicks_ids (lane int not null, key bytea not null, value bytea not null, primary key (lane, key));
create table if not exists linkpack_clicks_persons (lane int not null, key bytea not null, value bytea not null, primary key (lane, key));
create table if not exists linkpack_clicks_meta (lane int not null, key bytea not null, value bytea not null, primary key (lane, key));

-- Rate limits of httpadapter, by client and limit. at is in nanoseconds: when the full quota
-- is available again, or the start of a fixed window, of which used are taken. taken is what
-- the last statement took. After the minute until, a row says nothing any more.
create table if not exists linkpack_limits (
	account bytea primary key,
	at bigint not null,
	used bigint not null,
	taken bigint not null,
	until bigint not null
);
create index if not exists linkpack_limits_until on linkpack_limits (until, account);
