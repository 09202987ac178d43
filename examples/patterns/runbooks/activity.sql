SELECT pid, state, wait_event_type AS waits_for,
       pg_blocking_pids(pid) AS blocked_by, left(query, 40) AS last_query
FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend'
  AND pid <> pg_backend_pid()
ORDER BY xact_start;
