-- Proof that was checked or given away.
-- @prefix@ stands for the database's name.

SELECT 1;
