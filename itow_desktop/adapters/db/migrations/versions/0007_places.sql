-- Places: what is agreed with properties, how police departments are reached.
-- @prefix@ stands for the database's name.

SELECT 1;
