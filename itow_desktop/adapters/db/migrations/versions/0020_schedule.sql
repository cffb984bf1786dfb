-- Imports that begin by themselves: at set times, or when TowBook is back.
-- @prefix@ stands for the database's name.

-- Who began an import, and what made it stop early.
ALTER TABLE import_runs
    ADD COLUMN begun TEXT DEFAULT 'by_hand' NOT NULL,
    ADD COLUMN stopped_by TEXT,
    ADD CONSTRAINT ck_import_runs_begun CHECK (begun IN ('by_hand', 'schedule', 'waiting')),
    ADD CONSTRAINT ck_import_runs_stopped_by CHECK (stopped_by IN ('down', 'rejected', 'limit', 'other'));

-- At which local times of a day imports begin by themselves; the newest row counts.
CREATE TABLE import_schedules (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    times TEXT[] NOT NULL,
    lot BOOLEAN NOT NULL,
    running BOOLEAN NOT NULL,
    set_at TIMESTAMP WITH TIME ZONE NOT NULL,
    set_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_import_schedules PRIMARY KEY (id),
    CONSTRAINT ck_import_schedules_times CHECK (array_to_string(times, ' ') ~ '^([0-2][0-9]:[0-5][0-9]( |$))*$'),
    CONSTRAINT fk_import_schedules_set_by FOREIGN KEY(set_by) REFERENCES staff (id)
);

-- What came of each, written when it had ended, so that no other program makes it again. Due is empty where a person gave another
-- password after TowBook had rejected one.
CREATE TABLE import_tries (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    due TIMESTAMP WITH TIME ZONE,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended TEXT NOT NULL,
    run_id BIGINT,
    message TEXT,
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_import_tries PRIMARY KEY (id),
    CONSTRAINT ck_import_tries_ended CHECK (ended IN ('done', 'failed', 'rejected', 'cancelled', 'cleared')),
    CONSTRAINT fk_import_tries_run_id FOREIGN KEY(run_id) REFERENCES import_runs (id)
);

-- Imports somebody asked for while TowBook did not answer. Ended is empty while one waits.
CREATE TABLE waiting_imports (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    accounts TEXT[] NOT NULL,
    first DATE,
    last DATE,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    asked_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    ended TEXT,
    run_id BIGINT,
    CONSTRAINT pk_waiting_imports PRIMARY KEY (id),
    CONSTRAINT ck_waiting_imports_days CHECK ((first IS NULL) = (last IS NULL)),
    CONSTRAINT ck_waiting_imports_ended CHECK (ended IN ('run', 'taken_back')),
    CONSTRAINT fk_waiting_imports_asked_by FOREIGN KEY(asked_by) REFERENCES staff (id),
    CONSTRAINT fk_waiting_imports_run_id FOREIGN KEY(run_id) REFERENCES import_runs (id)
);

SELECT keep_history_of('waiting_imports');
SELECT only_append_to(name) FROM unnest(ARRAY['import_schedules', 'import_tries']) AS name;
SELECT tell_changes_of(name, 'office') FROM unnest(ARRAY['import_schedules', 'import_tries', 'waiting_imports']) AS name;

GRANT SELECT ON import_schedules, import_tries, waiting_imports TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE import_schedules_id_seq, import_tries_id_seq, waiting_imports_id_seq TO @prefix@_viewer;
GRANT INSERT (times, lot, running, set_at) ON import_schedules TO @prefix@_manager;
GRANT INSERT (due, at, ended, run_id, message) ON import_tries TO @prefix@_clerk;
GRANT INSERT (accounts, first, last, asked_at), UPDATE (ended, run_id) ON waiting_imports TO @prefix@_clerk;
