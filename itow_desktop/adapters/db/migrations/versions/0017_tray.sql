-- Check import: what every import found, and what people decided.
-- @prefix@ stands for the database's name.

-- No state: the import took it by itself, which is most of all lines. The hash names what the source said where that is not
-- what was stored. Fields are what it said beside what the desk says.
ALTER TABLE import_run_calls
    DROP CONSTRAINT ck_import_run_calls_outcome,
    ADD COLUMN state TEXT,
    ADD COLUMN hash TEXT,
    ADD COLUMN fields JSON,
    ADD CONSTRAINT ck_import_run_calls_outcome
        CHECK (outcome IN ('failed', 'differs', 'gone', 'not_impound', 'new', 'updated', 'unchanged')),
    ADD CONSTRAINT ck_import_run_calls_state CHECK (state IN ('waiting', 'accepted', 'kept', 'later', 'undone', 'overtaken'));

CREATE INDEX ix_import_run_calls_open ON import_run_calls (towbook_id, run_id) WHERE state IN ('waiting', 'later');
CREATE INDEX ix_import_run_calls_left_out ON import_run_calls (towbook_id) WHERE state = 'kept' AND outcome IN ('new', 'not_impound');

ALTER TABLE import_runs
    ADD COLUMN undone_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN undone_by INTEGER,
    ADD CONSTRAINT fk_import_runs_undone_by FOREIGN KEY(undone_by) REFERENCES staff (id);

-- The newest decision that was not withdrawn counts.
CREATE TABLE import_decisions (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    run_id BIGINT NOT NULL,
    towbook_id TEXT NOT NULL,
    decision TEXT NOT NULL,
    decided_by INTEGER DEFAULT current_staff(),
    decided_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    deed UUID DEFAULT current_deed(),
    withdrawn BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT pk_import_decisions PRIMARY KEY (id),
    CONSTRAINT ck_import_decisions_decision CHECK (decision IN ('accepted', 'kept', 'later')),
    CONSTRAINT fk_import_decisions_run_id FOREIGN KEY(run_id, towbook_id) REFERENCES import_run_calls (run_id, towbook_id),
    CONSTRAINT fk_import_decisions_decided_by FOREIGN KEY(decided_by) REFERENCES staff (id)
);

CREATE INDEX ix_import_decisions_line ON import_decisions (run_id, towbook_id);

-- The line says what counts, so that lists need not look for it. A line that was undone or overtaken stays so.
CREATE FUNCTION line_follows_decision() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    UPDATE import_run_calls AS line SET state = coalesce((
        SELECT d.decision FROM import_decisions d
        WHERE d.run_id = line.run_id AND d.towbook_id = line.towbook_id AND NOT d.withdrawn ORDER BY d.id DESC LIMIT 1), 'waiting')
    FROM (SELECT DISTINCT run_id, towbook_id FROM changed_rows) AS changed
    WHERE line.run_id = changed.run_id AND line.towbook_id = changed.towbook_id AND line.state NOT IN ('undone', 'overtaken');
    RETURN NULL;
END
$$;

CREATE TRIGGER line_follows_new AFTER INSERT ON import_decisions
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION line_follows_decision();
CREATE TRIGGER line_follows_withdrawn AFTER UPDATE ON import_decisions
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION line_follows_decision();

SELECT keep_history_of('import_decisions');
SELECT tell_changes_of('import_decisions', 'queue');

REVOKE ALL ON FUNCTION line_follows_decision() FROM PUBLIC;
GRANT SELECT ON import_decisions, import_decisions_id_seq TO @prefix@_viewer;
GRANT INSERT (run_id, towbook_id, decision), UPDATE (withdrawn) ON import_decisions TO @prefix@_clerk;
GRANT UPDATE (outcome, state, hash, fields, reason) ON import_run_calls TO @prefix@_clerk, @prefix@_agent;
