-- A connection keeps the plan of a trigger from the first few times, when it was about a handful of rows: each old row beside
-- each new one. For thousands of rows that took 20 seconds instead of one. A hash costs nothing where there are few.
ALTER FUNCTION keep_audit() SET enable_nestloop = off;
ALTER FUNCTION keep_moves() SET enable_nestloop = off;
