-- The fee schedule, the ledger of each car.
-- @prefix@ stands for the database's name.

SELECT 1;
