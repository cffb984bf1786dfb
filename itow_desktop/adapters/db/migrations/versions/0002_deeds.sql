-- Deeds: what each person did, in order, so that it can be undone by name.
-- @prefix@ stands for the database's name.

-- Later migrations call these for their own tables.
CREATE FUNCTION keep_history_of(name text) RETURNS void LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER audit_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION keep_audit()', name);
    EXECUTE format('CREATE TRIGGER audit_update AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION keep_audit()', name);
    EXECUTE format('CREATE TRIGGER audit_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION keep_audit()', name);
END
$$;

CREATE FUNCTION only_append_to(name text) RETURNS void LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
END
$$;

REVOKE ALL ON FUNCTION keep_history_of(text), only_append_to(text) FROM PUBLIC;

-- A deed is undone once; its undoing is a deed of its own, which can be undone again.
CREATE TABLE deeds (
    id UUID DEFAULT current_deed() NOT NULL,
    seq BIGINT GENERATED ALWAYS AS IDENTITY,
    name TEXT NOT NULL,
    staff_id INTEGER DEFAULT current_staff(),
    at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    undoes UUID,
    CONSTRAINT pk_deeds PRIMARY KEY (id),
    CONSTRAINT fk_deeds_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id),
    CONSTRAINT fk_deeds_undoes FOREIGN KEY(undoes) REFERENCES deeds (id),
    CONSTRAINT uq_deeds_undoes UNIQUE (undoes)
);

CREATE INDEX ix_deeds_staff_id ON deeds (staff_id, seq);

-- Events of an import are found by the import, and are most of all events; one that an undo restores is a copy of such a one.
CREATE INDEX ix_events_deed ON events (deed) WHERE source IS DISTINCT FROM 'import' OR supersedes IS NOT NULL;

-- Nobody takes back what another person did.
CREATE FUNCTION only_own_deeds() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    IF NEW.undoes IS NOT NULL AND (SELECT staff_id FROM deeds WHERE id = NEW.undoes) IS DISTINCT FROM NEW.staff_id THEN
        RAISE EXCEPTION 'this deed is somebody else''s' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER only_own_deeds BEFORE INSERT ON deeds FOR EACH ROW EXECUTE FUNCTION only_own_deeds();
SELECT only_append_to('deeds');

REVOKE ALL ON FUNCTION only_own_deeds() FROM PUBLIC;
GRANT SELECT ON deeds, deeds_seq_seq TO @prefix@_viewer;
GRANT INSERT (name, undoes) ON deeds TO @prefix@_clerk;
