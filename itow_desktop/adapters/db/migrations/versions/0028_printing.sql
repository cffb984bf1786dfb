-- Batches that were sent to a printer.
-- @prefix@ stands for the database's name.

-- Remembered before its papers are sent; sent is how many of them the print system took, so that a program that was killed knows.
CREATE TABLE print_batches (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    kind TEXT NOT NULL,
    printer TEXT NOT NULL,
    copies INTEGER NOT NULL,
    copy BOOLEAN NOT NULL,
    pc TEXT NOT NULL,
    sent INTEGER DEFAULT 0 NOT NULL,
    begun_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    begun_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_print_batches PRIMARY KEY (id),
    CONSTRAINT ck_print_batches_copies CHECK (copies BETWEEN 1 AND 99),
    CONSTRAINT ck_print_batches_sent CHECK (sent >= 0),
    CONSTRAINT fk_print_batches_begun_by FOREIGN KEY(begun_by) REFERENCES staff (id)
);

CREATE TABLE print_batch_papers (
    batch_id BIGINT NOT NULL,
    place INTEGER NOT NULL,
    document_id BIGINT NOT NULL,
    CONSTRAINT pk_print_batch_papers PRIMARY KEY (batch_id, place),
    CONSTRAINT fk_print_batch_papers_batch_id FOREIGN KEY(batch_id) REFERENCES print_batches (id),
    CONSTRAINT fk_print_batch_papers_document_id FOREIGN KEY(document_id) REFERENCES documents (id)
);

CREATE INDEX ix_print_batch_papers_document_id ON print_batch_papers (document_id);

-- What came out as a person saw it: the places of those papers, counted from 0. A batch is answered for once.
CREATE TABLE print_answers (
    batch_id BIGINT NOT NULL,
    came INTEGER[] NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    answered_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_print_answers PRIMARY KEY (batch_id),
    CONSTRAINT fk_print_answers_batch_id FOREIGN KEY(batch_id) REFERENCES print_batches (id),
    CONSTRAINT fk_print_answers_answered_by FOREIGN KEY(answered_by) REFERENCES staff (id)
);

SELECT only_append_to(name) FROM unnest(ARRAY['print_batch_papers', 'print_answers']) AS name;

GRANT SELECT ON print_batches, print_batch_papers, print_answers TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE print_batches_id_seq TO @prefix@_viewer;
GRANT INSERT (kind, printer, copies, copy, pc), UPDATE (sent) ON print_batches TO @prefix@_clerk;
GRANT INSERT (batch_id, place, document_id) ON print_batch_papers TO @prefix@_clerk;
GRANT INSERT (batch_id, came) ON print_answers TO @prefix@_clerk;
