-- The words of letters: a version is never changed, the newest one counts.
-- @prefix@ stands for the database's name.

CREATE TABLE letter_words (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    blocks JSONB NOT NULL,
    saved_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    saved_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_letter_words PRIMARY KEY (id),
    CONSTRAINT uq_letter_words_kind UNIQUE (kind, version),
    CONSTRAINT ck_letter_words_version CHECK (version > 1),
    CONSTRAINT ck_letter_words_blocks CHECK (jsonb_typeof(blocks) = 'array'),
    CONSTRAINT fk_letter_words_saved_by FOREIGN KEY(saved_by) REFERENCES staff (id)
);

SELECT only_append_to('letter_words');
SELECT tell_changes_of('letter_words', 'office');

GRANT SELECT ON letter_words TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE letter_words_id_seq TO @prefix@_viewer;
GRANT INSERT (kind, version, title, blocks) ON letter_words TO @prefix@_manager;
