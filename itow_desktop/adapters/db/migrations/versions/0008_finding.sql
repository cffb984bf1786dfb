-- Finding: search over names and phones, saved views, favourites.
-- @prefix@ stands for the database's name.

SELECT 1;
