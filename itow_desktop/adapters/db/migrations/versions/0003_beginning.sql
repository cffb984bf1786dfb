-- The beginning: what is known of cars that stood here before the program.
-- @prefix@ stands for the database's name.

SELECT 1;
