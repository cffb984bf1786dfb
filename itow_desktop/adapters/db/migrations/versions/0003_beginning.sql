-- The beginning: what is known of cars that stood here before the program.
-- @prefix@ stands for the database's name.

-- An office that worked before this was asked began on the day of its first record.
INSERT INTO office_facts (key, value)
SELECT 'began_on', to_jsonb((min(recorded_at) AT TIME ZONE coalesce((SELECT value #>> '{}' FROM office_facts WHERE key = 'zone'), 'America/Detroit'))::date)
FROM events
HAVING count(*) > 0;

-- A car entered by hand and the TowBook call that may be about it: asked until somebody answers, never again after a no.
ALTER TABLE custodies
    ADD COLUMN maybe_same BIGINT,
    ADD COLUMN not_same BIGINT[],
    ADD CONSTRAINT fk_custodies_maybe_same FOREIGN KEY(maybe_same) REFERENCES custodies (id);

-- A call may pass from one custody to another and back in any order, as when joining is undone; what counts is the end.
ALTER TABLE custodies
    DROP CONSTRAINT uq_custodies_towbook_id,
    ADD CONSTRAINT uq_custodies_towbook_id UNIQUE (towbook_id) DEFERRABLE INITIALLY DEFERRED;

CREATE INDEX ix_custodies_by_hand ON custodies (id) WHERE towbook_id IS NULL;
