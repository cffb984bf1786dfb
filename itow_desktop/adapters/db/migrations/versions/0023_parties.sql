-- Parties with their addresses.
-- @prefix@ stands for the database's name.

SELECT 1;
