-- A car's file: photos, scans, phone calls, reminders.
-- @prefix@ stands for the database's name.

-- A file of a car. Its bytes are blobs: as it came (or as much of it as is kept), a copy to look at, a thumbnail.
CREATE TABLE attachments (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    custody_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    came_as TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    view_sha256 TEXT,
    thumb_sha256 TEXT,
    width INTEGER,
    height INTEGER,
    taken_at TIMESTAMP WITH TIME ZONE,
    remark TEXT,
    void_reason TEXT,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_attachments PRIMARY KEY (id),
    CONSTRAINT ck_attachments_kind CHECK (kind IN ('photo', 'pdf', 'file')),
    CONSTRAINT ck_attachments_source CHECK (source IN ('file', 'clipboard', 'scan')),
    CONSTRAINT ck_attachments_name CHECK (name <> ''),
    CONSTRAINT ck_attachments_void_reason CHECK (void_reason <> ''),
    CONSTRAINT fk_attachments_custody_id FOREIGN KEY(custody_id) REFERENCES custodies (id),
    CONSTRAINT fk_attachments_sha256 FOREIGN KEY(sha256) REFERENCES blobs (sha256),
    CONSTRAINT fk_attachments_view_sha256 FOREIGN KEY(view_sha256) REFERENCES blobs (sha256),
    CONSTRAINT fk_attachments_thumb_sha256 FOREIGN KEY(thumb_sha256) REFERENCES blobs (sha256),
    CONSTRAINT fk_attachments_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id)
);

CREATE INDEX ix_attachments_custody_id ON attachments (custody_id);

CREATE INDEX ix_attachments_came_as ON attachments (came_as);

CREATE UNIQUE INDEX uq_attachments_once ON attachments (custody_id, came_as) WHERE void_reason IS NULL;

-- A scan somebody said belongs to no car, so that it is not offered again.
CREATE TABLE scans_left_out (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    came_as TEXT NOT NULL,
    name TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_scans_left_out PRIMARY KEY (id),
    CONSTRAINT uq_scans_left_out_came_as UNIQUE (came_as),
    CONSTRAINT fk_scans_left_out_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id)
);

-- What was said on the phone. A correction is a new row that supersedes the old one; one that is taken back says why.
CREATE TABLE phone_calls (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    custody_id BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    direction TEXT NOT NULL,
    name TEXT,
    number TEXT,
    said TEXT NOT NULL,
    supersedes BIGINT,
    withdrawn_because TEXT,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_phone_calls PRIMARY KEY (id),
    CONSTRAINT ck_phone_calls_direction CHECK (direction IN ('in', 'out')),
    CONSTRAINT ck_phone_calls_said CHECK (said <> ''),
    CONSTRAINT ck_phone_calls_not_itself CHECK (supersedes <> id),
    CONSTRAINT ck_phone_calls_withdrawn_because CHECK (withdrawn_because <> ''),
    CONSTRAINT uq_phone_calls_custody_id UNIQUE (custody_id, id),
    CONSTRAINT fk_phone_calls_custody_id FOREIGN KEY(custody_id) REFERENCES custodies (id),
    CONSTRAINT fk_phone_calls_supersedes FOREIGN KEY(custody_id, supersedes) REFERENCES phone_calls (custody_id, id),
    CONSTRAINT fk_phone_calls_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id)
);

CREATE UNIQUE INDEX uq_phone_calls_once ON phone_calls (supersedes) WHERE withdrawn_because IS NULL;

-- What was said stays as it was written down, whoever owns the table.
CREATE FUNCTION only_withdraw_calls() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    IF to_jsonb(NEW) - 'withdrawn_because' IS DISTINCT FROM to_jsonb(OLD) - 'withdrawn_because' THEN
        RAISE EXCEPTION 'phone_calls is append-only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER only_withdraw_calls BEFORE UPDATE ON phone_calls FOR EACH ROW EXECUTE FUNCTION only_withdraw_calls();

CREATE TRIGGER refuse_change BEFORE DELETE OR TRUNCATE ON phone_calls FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What somebody wants to be reminded of; without a car it is the office's, without a person everybody's.
CREATE TABLE reminders (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    custody_id BIGINT,
    staff_id INTEGER,
    text TEXT NOT NULL,
    due DATE NOT NULL,
    state TEXT DEFAULT 'open'::text NOT NULL,
    void_reason TEXT,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_reminders PRIMARY KEY (id),
    CONSTRAINT ck_reminders_text CHECK (text = btrim(text) AND text <> ''),
    CONSTRAINT ck_reminders_state CHECK (state IN ('open', 'done', 'void')),
    CONSTRAINT ck_reminders_void CHECK ((state = 'void') = (void_reason IS NOT NULL)),
    CONSTRAINT fk_reminders_custody_id FOREIGN KEY(custody_id) REFERENCES custodies (id),
    CONSTRAINT fk_reminders_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id),
    CONSTRAINT fk_reminders_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id)
);

CREATE INDEX ix_reminders_custody_id ON reminders (custody_id);

CREATE INDEX ix_reminders_open ON reminders (due) WHERE state = 'open';

-- The history of a car reads every audited row that says which car it is about, whichever table that is in.
CREATE INDEX ix_audit_custody ON audit ((coalesce(after, before) ->> 'custody_id'))
    WHERE (coalesce(after, before) ->> 'custody_id') IS NOT NULL;

SELECT keep_history_of('attachments');
SELECT keep_history_of('reminders');
SELECT keep_history_of('phone_calls');
SELECT only_append_to('scans_left_out');

REVOKE ALL ON FUNCTION only_withdraw_calls() FROM PUBLIC;

GRANT SELECT ON attachments, scans_left_out, phone_calls, reminders TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE attachments_id_seq, scans_left_out_id_seq, phone_calls_id_seq, reminders_id_seq TO @prefix@_viewer;

GRANT INSERT (custody_id, kind, name, source, came_as, sha256, size, view_sha256, thumb_sha256, width, height, taken_at, remark)
    ON attachments TO @prefix@_clerk;
GRANT UPDATE (void_reason) ON attachments TO @prefix@_clerk;
GRANT INSERT (came_as, name) ON scans_left_out TO @prefix@_clerk;
GRANT INSERT (custody_id, at, direction, name, number, said, supersedes) ON phone_calls TO @prefix@_clerk;
GRANT UPDATE (withdrawn_because) ON phone_calls TO @prefix@_clerk;
GRANT INSERT (custody_id, staff_id, text, due) ON reminders TO @prefix@_clerk;
GRANT UPDATE (staff_id, text, due, state, void_reason) ON reminders TO @prefix@_clerk;
