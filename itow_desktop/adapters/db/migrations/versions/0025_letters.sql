-- The words of letters.
-- @prefix@ stands for the database's name.

SELECT 1;
