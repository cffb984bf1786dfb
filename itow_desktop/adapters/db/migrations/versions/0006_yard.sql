-- The yard: spots, moves, walks, our file numbers.
-- @prefix@ stands for the database's name.

SELECT 1;
