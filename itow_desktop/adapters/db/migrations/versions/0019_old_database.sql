-- The old database: its rows as they were read, and what was decided about them.
-- @prefix@ stands for the database's name.

-- A file of the first program, known by its bytes; ``tables`` holds the columns of each table that was read.
CREATE TABLE old_files (
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    tables JSONB NOT NULL,
    left_out TEXT[] DEFAULT '{}'::text[] NOT NULL,
    recoded INTEGER DEFAULT 0 NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_old_files PRIMARY KEY (sha256),
    CONSTRAINT ck_old_files_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT ck_old_files_name CHECK (name <> ''),
    CONSTRAINT fk_old_files_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id)
);

-- Its rows, untouched; the ones of no car are the holding area.
CREATE TABLE old_rows (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    sha256 TEXT NOT NULL,
    table_name TEXT NOT NULL,
    number INTEGER NOT NULL,
    row JSONB NOT NULL,
    CONSTRAINT pk_old_rows PRIMARY KEY (id),
    CONSTRAINT uq_old_rows_sha256 UNIQUE (sha256, table_name, number),
    CONSTRAINT fk_old_rows_sha256 FOREIGN KEY(sha256) REFERENCES old_files (sha256)
);

-- What somebody chose where two files disagree; the same two words about the same field are never asked again, the last choice counts.
CREATE TABLE old_choices (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    car TEXT NOT NULL,
    field TEXT NOT NULL,
    newer TEXT NOT NULL,
    older TEXT NOT NULL,
    choice TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_old_choices PRIMARY KEY (id),
    CONSTRAINT ck_old_choices_choice CHECK (choice IN ('newer', 'older', 'leave')),
    CONSTRAINT fk_old_choices_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id)
);

-- Which car of the old database became which custody; the newest row of a car counts.
CREATE TABLE old_cars (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    key TEXT NOT NULL,
    custody_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    CONSTRAINT pk_old_cars PRIMARY KEY (id),
    CONSTRAINT uq_old_cars_key UNIQUE (key, custody_id),
    CONSTRAINT fk_old_cars_custody_id FOREIGN KEY(custody_id) REFERENCES custodies (id),
    CONSTRAINT fk_old_cars_run_id FOREIGN KEY(run_id) REFERENCES import_runs (id)
);

-- The report of each run, as it was shown.
CREATE TABLE old_reports (
    run_id BIGINT NOT NULL,
    report JSONB NOT NULL,
    CONSTRAINT pk_old_reports PRIMARY KEY (run_id),
    CONSTRAINT fk_old_reports_run_id FOREIGN KEY(run_id) REFERENCES import_runs (id)
);

-- The last number the first program gave in a year, also where its car is gone.
CREATE TABLE old_sequences (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT pk_old_sequences PRIMARY KEY (id),
    CONSTRAINT ck_old_sequences_year CHECK (year BETWEEN 2000 AND 2099),
    CONSTRAINT ck_old_sequences_last CHECK (last BETWEEN 1 AND 999999)
);

CREATE INDEX ix_old_sequences_year ON old_sequences (year);

SELECT only_append_to('old_files');
SELECT only_append_to('old_rows');
SELECT only_append_to('old_choices');
SELECT only_append_to('old_cars');
SELECT only_append_to('old_reports');
SELECT only_append_to('old_sequences');

-- As before (0006), and after the last number of the old database.
CREATE OR REPLACE FUNCTION give_file_numbers(cars bigint[], of_year integer) RETURNS TABLE (car bigint, written text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
DECLARE
    highest integer;
BEGIN
    PERFORM pg_advisory_xact_lock(x'1706'::integer, of_year);
    SELECT greatest(
        coalesce((SELECT max(f.number) FROM file_numbers f WHERE f.year = of_year), 0),
        coalesce((SELECT max(o.last) FROM old_sequences o WHERE o.year = of_year), 0),
        coalesce((
            SELECT substring(c.file_number FROM 3 FOR length(c.file_number) - 5)::integer FROM custodies c
            WHERE c.file_number LIKE 'IT%-__' AND right(c.file_number, 2) = right(of_year::text, 2)
              AND c.file_number ~ '^IT([0-9]{4}|[1-9][0-9]{4,5})-[0-9]{2}$'
            ORDER BY right(c.file_number, 2) DESC, length(c.file_number) DESC, c.file_number DESC LIMIT 1), 0)
    ) INTO highest;
    INSERT INTO file_numbers (year, number, custody_id)
    SELECT of_year, highest + row_number() OVER (ORDER BY wanted.place), wanted.id
    FROM unnest(cars) WITH ORDINALITY AS wanted (id, place)
    WHERE NOT EXISTS (SELECT 1 FROM file_numbers f WHERE f.custody_id = wanted.id AND f.year = of_year)
    ORDER BY wanted.place;
    RETURN QUERY
    SELECT f.custody_id, 'IT' || lpad(f.number::text, greatest(4, length(f.number::text)), '0') || '-' || right(of_year::text, 2)
    FROM file_numbers f WHERE f.year = of_year AND f.custody_id = ANY (cars);
END
$$;

GRANT SELECT ON old_files, old_rows, old_choices, old_cars, old_reports, old_sequences TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE old_rows_id_seq, old_choices_id_seq, old_cars_id_seq, old_sequences_id_seq TO @prefix@_viewer;
GRANT INSERT (sha256, name, size, tables, left_out, recoded) ON old_files TO @prefix@_clerk;
GRANT INSERT (sha256, table_name, number, row) ON old_rows TO @prefix@_clerk;
GRANT INSERT (car, field, newer, older, choice) ON old_choices TO @prefix@_clerk;
GRANT INSERT (key, custody_id, run_id) ON old_cars TO @prefix@_clerk;
GRANT INSERT (run_id, report) ON old_reports TO @prefix@_clerk;
GRANT INSERT (year, last) ON old_sequences TO @prefix@_clerk;
