-- A car's file: photos, scans, phone calls, reminders.
-- @prefix@ stands for the database's name.

SELECT 1;
