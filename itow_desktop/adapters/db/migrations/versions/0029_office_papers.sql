-- Papers of the whole office.
-- @prefix@ stands for the database's name.

SELECT 1;
