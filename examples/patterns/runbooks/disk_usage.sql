SELECT name, pg_size_pretty(bytes) AS size
FROM (
    SELECT 'database ' || datname AS name, pg_database_size(oid)::numeric AS bytes
    FROM pg_database WHERE NOT datistemplate
    UNION ALL
    SELECT 'write-ahead log (WAL)', sum(size) FROM pg_ls_waldir()
    UNION ALL
    SELECT 'temporary files', coalesce(sum(size), 0) FROM pg_ls_tmpdir()
    UNION ALL
    SELECT 'WAL kept for slot ' || slot_name,
           pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)
    FROM pg_replication_slots
) AS used
ORDER BY bytes DESC NULLS LAST;
