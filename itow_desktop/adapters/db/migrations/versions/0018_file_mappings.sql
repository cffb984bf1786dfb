-- Files that were imported, and what the columns of such files are.
-- @prefix@ stands for the database's name.

-- Which file an import read. Its bytes are not kept; the same bytes are known again by their SHA-256.
CREATE TABLE import_files (
    run_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    CONSTRAINT pk_import_files PRIMARY KEY (run_id, sha256),
    CONSTRAINT ck_import_files_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT fk_import_files_run_id FOREIGN KEY(run_id) REFERENCES import_runs (id)
);

CREATE INDEX ix_import_files_sha256 ON import_files (sha256);

-- What somebody said the columns of a file are, by the SHA-256 of their names; the newest row counts.
CREATE TABLE file_mappings (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    headers_key TEXT NOT NULL,
    headers TEXT[] NOT NULL,
    mapping JSONB NOT NULL,
    chosen_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    chosen_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_file_mappings PRIMARY KEY (id),
    CONSTRAINT fk_file_mappings_chosen_by FOREIGN KEY(chosen_by) REFERENCES staff (id)
);

CREATE INDEX ix_file_mappings_headers_key ON file_mappings (headers_key, id);

SELECT only_append_to(name) FROM unnest(ARRAY['import_files', 'file_mappings']) AS name;

GRANT SELECT ON import_files, file_mappings TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE file_mappings_id_seq TO @prefix@_viewer;
GRANT INSERT ON import_files TO @prefix@_clerk, @prefix@_agent;
GRANT INSERT (headers_key, headers, mapping) ON file_mappings TO @prefix@_clerk;
