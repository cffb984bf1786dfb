-- The outbox, approvals, the log of each sending.
-- @prefix@ stands for the database's name.

SELECT 1;
