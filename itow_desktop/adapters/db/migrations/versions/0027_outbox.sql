-- The outbox, approvals, the log of each sending.
-- @prefix@ stands for the database's name.

-- A manager's word that messages of a kind go to a police department without being asked about.
CREATE TABLE standing_approvals (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    kind TEXT NOT NULL,
    agency_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    given_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    given_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_by INTEGER,
    CONSTRAINT pk_standing_approvals PRIMARY KEY (id),
    CONSTRAINT ck_standing_approvals_kind CHECK (kind IN ('top')),
    CONSTRAINT fk_standing_approvals_agency_id FOREIGN KEY(agency_id) REFERENCES agencies (id),
    CONSTRAINT fk_standing_approvals_given_by FOREIGN KEY(given_by) REFERENCES staff (id),
    CONSTRAINT fk_standing_approvals_revoked_by FOREIGN KEY(revoked_by) REFERENCES staff (id)
);

CREATE UNIQUE INDEX uq_standing_approvals_stands ON standing_approvals (kind, agency_id) WHERE revoked_at IS NULL;

-- What leaves. Nothing goes out that nobody let go; what goes to the office's own people, the settings let go.
CREATE TABLE outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    kind TEXT NOT NULL,
    way TEXT NOT NULL,
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    agency_id INTEGER,
    once TEXT,
    mark TEXT NOT NULL,
    put_at TIMESTAMP WITH TIME ZONE NOT NULL,
    put_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    state TEXT NOT NULL,
    approved_at TIMESTAMP WITH TIME ZONE,
    approved_by INTEGER,
    approval_id BIGINT,
    next_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    why TEXT,
    CONSTRAINT pk_outbox PRIMARY KEY (id),
    CONSTRAINT uq_outbox_once UNIQUE (once),
    CONSTRAINT uq_outbox_mark UNIQUE (mark),
    CONSTRAINT ck_outbox_kind CHECK (kind IN ('top', 'ad', 'digest', 'alert')),
    CONSTRAINT ck_outbox_way CHECK (way IN ('email', 'fax')),
    CONSTRAINT ck_outbox_state CHECK (state IN ('waits', 'ready', 'sent', 'refused', 'came_back', 'taken_back')),
    CONSTRAINT ck_outbox_approved CHECK (
        state IN ('waits', 'taken_back') OR kind IN ('digest', 'alert') OR approved_by IS NOT NULL OR approval_id IS NOT NULL
    ),
    CONSTRAINT fk_outbox_agency_id FOREIGN KEY(agency_id) REFERENCES agencies (id),
    CONSTRAINT fk_outbox_put_by FOREIGN KEY(put_by) REFERENCES staff (id),
    CONSTRAINT fk_outbox_approved_by FOREIGN KEY(approved_by) REFERENCES staff (id),
    CONSTRAINT fk_outbox_approval_id FOREIGN KEY(approval_id) REFERENCES standing_approvals (id)
);

CREATE INDEX ix_outbox_open ON outbox (id) WHERE state NOT IN ('sent', 'taken_back');

CREATE TABLE outbox_papers (
    message_id BIGINT NOT NULL,
    document_id BIGINT NOT NULL,
    place INTEGER NOT NULL,
    CONSTRAINT pk_outbox_papers PRIMARY KEY (message_id, document_id),
    CONSTRAINT fk_outbox_papers_message_id FOREIGN KEY(message_id) REFERENCES outbox (id),
    CONSTRAINT fk_outbox_papers_document_id FOREIGN KEY(document_id) REFERENCES documents (id)
);

CREATE INDEX ix_outbox_papers_document_id ON outbox_papers (document_id);

-- Each try, from its beginning: one that only began was broken off with the program.
CREATE TABLE outbox_attempts (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    message_id BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    outcome TEXT NOT NULL,
    answer TEXT NOT NULL,
    pc TEXT NOT NULL,
    CONSTRAINT pk_outbox_attempts PRIMARY KEY (id),
    CONSTRAINT ck_outbox_attempts_outcome CHECK (outcome IN ('begun', 'sent', 'later', 'refused', 'no_server')),
    CONSTRAINT fk_outbox_attempts_message_id FOREIGN KEY(message_id) REFERENCES outbox (id)
);

CREATE INDEX ix_outbox_attempts_message_id ON outbox_attempts (message_id);

SELECT keep_history_of(name) FROM unnest(ARRAY['standing_approvals', 'outbox']) AS name;
SELECT only_append_to(name) FROM unnest(ARRAY['outbox_papers', 'outbox_attempts']) AS name;
SELECT tell_changes_of(name, 'office') FROM unnest(ARRAY['standing_approvals', 'outbox']) AS name;

GRANT SELECT ON standing_approvals, outbox, outbox_papers, outbox_attempts TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE standing_approvals_id_seq, outbox_id_seq, outbox_attempts_id_seq TO @prefix@_viewer;

-- What a message says and to whom stays as it was put in.
GRANT INSERT (kind, way, address, subject, body, agency_id, once, mark, put_at, state, approved_at, approved_by, approval_id, next_at)
    ON outbox TO @prefix@_clerk, @prefix@_agent;
GRANT UPDATE (state, approved_at, approved_by, approval_id, next_at, ended_at, why) ON outbox TO @prefix@_clerk, @prefix@_agent;
GRANT INSERT (message_id, document_id, place) ON outbox_papers TO @prefix@_clerk, @prefix@_agent;
GRANT INSERT (message_id, at, outcome, answer, pc) ON outbox_attempts TO @prefix@_clerk, @prefix@_agent;
GRANT INSERT (kind, agency_id, reason), UPDATE (revoked_at, revoked_by) ON standing_approvals TO @prefix@_manager;
