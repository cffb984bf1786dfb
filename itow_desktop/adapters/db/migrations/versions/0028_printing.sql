-- Batches that were sent to a printer.
-- @prefix@ stands for the database's name.

SELECT 1;
