-- Newspapers that print the office's notices of sale.
-- @prefix@ stands for the database's name.

CREATE TABLE newspapers (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    name TEXT NOT NULL,
    county TEXT,
    email TEXT,
    phone TEXT,
    note TEXT,
    active BOOLEAN DEFAULT true NOT NULL,
    CONSTRAINT pk_newspapers PRIMARY KEY (id),
    CONSTRAINT uq_newspapers_name UNIQUE (name),
    CONSTRAINT ck_newspapers_name CHECK (name = btrim(name) AND name <> ''),
    CONSTRAINT ck_newspapers_email CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+$')
);

SELECT keep_history_of('newspapers');
SELECT tell_changes_of('newspapers', 'office');

GRANT SELECT ON newspapers TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE newspapers_id_seq TO @prefix@_viewer;
GRANT INSERT (name, county, email, phone, note, active), UPDATE (name, county, email, phone, note, active) ON newspapers TO @prefix@_clerk;
