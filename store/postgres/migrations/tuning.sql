-- What PostgreSQL alone understands. Other databases may refuse it.

-- Chunks of the log are random bytes, and rollups are read faster uncompressed.
alter table linkpack_clicks_log alter column value set storage external;
alter table linkpack_clicks_packs alter column value set storage external;
alter table linkpack_clicks_rollups alter column value set storage external;

-- Rows that are changed often get room beside them.
alter table linkpack_lanes set (fillfactor = 50);
alter table linkpack_clicks_meta set (fillfactor = 50);
alter table linkpack_clicks_heads set (fillfactor = 50);
alter table linkpack_link_uses set (fillfactor = 50);
alter table linkpack_link_segments set (fillfactor = 50);
alter table linkpack_clicks_rollups set (autovacuum_vacuum_scale_factor = 0.02);
alter table linkpack_limits set (fillfactor = 50);

-- After a crash, clients have their full quota again; no request waits for the disk.
alter table linkpack_limits set unlogged;
