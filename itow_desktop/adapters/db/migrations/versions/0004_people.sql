-- People: what each may do, their PINs.
-- @prefix@ stands for the database's name.

SELECT 1;
