-- Pieces of mail, runs to the post office, what came back.
-- @prefix@ stands for the database's name.

SELECT 1;
