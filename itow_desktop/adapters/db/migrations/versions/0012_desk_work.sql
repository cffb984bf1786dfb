-- Desk work: who has which line, what waits until when, who stands in for whom; legal holds, second persons.
-- @prefix@ stands for the database's name.
-- A refusal of the functions here has a code that begins with IT, its message is a sentence for people without its full stop.

-- What the queue shows of it lies with what it reads anyway, so that it is told of every change there.
ALTER TABLE projections
    ADD COLUMN assigned_to INTEGER,
    ADD COLUMN snoozed_until DATE,
    ADD COLUMN snooze_reason TEXT,
    ADD COLUMN legal_hold BOOLEAN DEFAULT false NOT NULL,
    ADD COLUMN hold_until DATE,
    ADD CONSTRAINT fk_projections_assigned_to FOREIGN KEY(assigned_to) REFERENCES staff (id);

-- A line that waits, one for each car; the history of it is the audit's. Until and reason are empty once it waits no more.
CREATE TABLE snoozes (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    custody_id BIGINT NOT NULL,
    until DATE,
    reason TEXT,
    set_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    set_by INTEGER DEFAULT current_staff(),
    CONSTRAINT pk_snoozes PRIMARY KEY (id),
    CONSTRAINT ck_snoozes_reason CHECK (reason = btrim(reason) AND reason <> ''),
    CONSTRAINT ck_snoozes_whole CHECK ((until IS NULL) = (reason IS NULL)),
    CONSTRAINT uq_snoozes_custody_id UNIQUE (custody_id),
    CONSTRAINT fk_snoozes_custody_id FOREIGN KEY(custody_id) REFERENCES custodies (id),
    CONSTRAINT fk_snoozes_set_by FOREIGN KEY(set_by) REFERENCES staff (id)
);

-- Who works on a car; nobody where staff_id is empty.
CREATE TABLE assignments (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    custody_id BIGINT NOT NULL,
    staff_id INTEGER,
    set_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    set_by INTEGER DEFAULT current_staff(),
    CONSTRAINT pk_assignments PRIMARY KEY (id),
    CONSTRAINT uq_assignments_custody_id UNIQUE (custody_id),
    CONSTRAINT fk_assignments_custody_id FOREIGN KEY(custody_id) REFERENCES custodies (id),
    CONSTRAINT fk_assignments_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id),
    CONSTRAINT fk_assignments_set_by FOREIGN KEY(set_by) REFERENCES staff (id)
);

-- Who is away from one day on and works again on another, with who has the lines meanwhile. One at a time for each person.
CREATE TABLE absences (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    staff_id INTEGER NOT NULL,
    covered_by INTEGER NOT NULL,
    from_on DATE NOT NULL,
    back_on DATE NOT NULL,
    void BOOLEAN DEFAULT false NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_absences PRIMARY KEY (id),
    CONSTRAINT ck_absences_somebody_else CHECK (covered_by <> staff_id),
    CONSTRAINT ck_absences_days CHECK (back_on > from_on),
    CONSTRAINT fk_absences_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id),
    CONSTRAINT fk_absences_covered_by FOREIGN KEY(covered_by) REFERENCES staff (id),
    CONSTRAINT fk_absences_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id),
    CONSTRAINT ex_absences_one_at_a_time EXCLUDE USING gist
        (int4range(staff_id, staff_id, '[]') WITH &&, daterange(from_on, back_on) WITH &&) WHERE (NOT void)
);

CREATE FUNCTION sign_desk_work() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    NEW.set_by := current_staff();
    NEW.set_at := now();
    RETURN NEW;
END
$$;

CREATE TRIGGER sign_desk_work BEFORE INSERT OR UPDATE ON snoozes FOR EACH ROW EXECUTE FUNCTION sign_desk_work();
CREATE TRIGGER sign_desk_work BEFORE INSERT OR UPDATE ON assignments FOR EACH ROW EXECUTE FUNCTION sign_desk_work();

CREATE FUNCTION show_snoozes() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    UPDATE projections AS p SET snoozed_until = n.until, snooze_reason = n.reason FROM new_rows n WHERE p.custody_id = n.custody_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER show_inserted AFTER INSERT ON snoozes
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION show_snoozes();
CREATE TRIGGER show_updated AFTER UPDATE ON snoozes
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION show_snoozes();

CREATE FUNCTION show_assignments() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    UPDATE projections AS p SET assigned_to = n.staff_id FROM new_rows n WHERE p.custody_id = n.custody_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER show_inserted AFTER INSERT ON assignments
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION show_assignments();
CREATE TRIGGER show_updated AFTER UPDATE ON assignments
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION show_assignments();

SELECT keep_history_of('snoozes');
SELECT keep_history_of('assignments');
SELECT keep_history_of('absences');
SELECT tell_changes_of('absences', 'people'); -- the rest is told as a change of the queue

-- Everybody says for themselves when they are away; for others a manager does. Lines go to people who still work here.
CREATE FUNCTION refuse_absence() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    IF NEW.staff_id IS DISTINCT FROM current_staff() AND NOT pg_has_role(current_user, '@prefix@_manager', 'MEMBER') THEN
        RAISE EXCEPTION 'only a manager says when somebody else is away' USING ERRCODE = 'insufficient_privilege';
    ELSIF NOT NEW.void AND EXISTS (SELECT FROM staff WHERE id = NEW.covered_by AND NOT active) THEN
        RAISE EXCEPTION '% may no longer sign and cannot stand in', (SELECT name FROM staff WHERE id = NEW.covered_by) USING ERRCODE = 'IT010';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER refuse_absence BEFORE INSERT OR UPDATE ON absences FOR EACH ROW EXECUTE FUNCTION refuse_absence();

CREATE FUNCTION refuse_assignment() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM staff WHERE id = NEW.staff_id AND NOT active) THEN
        RAISE EXCEPTION '% may no longer sign and cannot get the line', (SELECT name FROM staff WHERE id = NEW.staff_id) USING ERRCODE = 'IT010';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER refuse_assignment BEFORE INSERT OR UPDATE ON assignments FOR EACH ROW EXECUTE FUNCTION refuse_assignment();

-- A legal hold is that of a court or an attorney, or any that was placed as one.
CREATE FUNCTION is_legal_hold(kind text, data jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT kind = 'hold_placed' AND (data ->> 'hold' IN ('court_order', 'attorney') OR data ->> 'keep' IS NOT DISTINCT FROM 'yes')
$$;

-- Under a legal hold nothing is voided and no import is undone; only a manager lifts it.
CREATE FUNCTION keep_under_legal_hold() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
DECLARE
    corrected events%ROWTYPE;
    lifts boolean;
BEGIN
    SELECT * INTO corrected FROM events WHERE id = NEW.supersedes;
    lifts := is_legal_hold(corrected.kind, corrected.data) OR NEW.kind = 'hold_lifted' AND EXISTS (
        SELECT FROM events e WHERE e.custody_id = NEW.custody_id AND e.data ->> 'hold' = NEW.data ->> 'hold' AND is_legal_hold(e.kind, e.data)
            AND NOT EXISTS (SELECT FROM events n WHERE n.supersedes = e.id));
    IF lifts AND NOT pg_has_role(current_user, '@prefix@_manager', 'MEMBER') THEN
        RAISE EXCEPTION 'only a manager lifts a legal hold' USING ERRCODE = 'insufficient_privilege';
    ELSIF (NEW.kind = 'voided' OR NEW.kind = 'superseded' AND corrected.source = 'import')
          AND (SELECT legal_hold FROM projections WHERE custody_id = NEW.custody_id) THEN
        RAISE EXCEPTION 'This car is under a legal hold: nothing about it may be voided, and no import of it undone' USING ERRCODE = 'IT012';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER keep_under_legal_hold BEFORE INSERT ON events
    FOR EACH ROW WHEN (NEW.kind IN ('voided', 'hold_lifted') OR NEW.supersedes IS NOT NULL) EXECUTE FUNCTION keep_under_legal_hold();

CREATE FUNCTION keep_file_under_legal_hold() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    IF (SELECT legal_hold FROM projections WHERE custody_id = NEW.custody_id) THEN
        RAISE EXCEPTION 'This car is under a legal hold: nothing about it may be voided' USING ERRCODE = 'IT012';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER keep_under_legal_hold BEFORE UPDATE OF void_reason ON attachments
    FOR EACH ROW WHEN (OLD.void_reason IS NULL AND NEW.void_reason IS NOT NULL) EXECUTE FUNCTION keep_file_under_legal_hold();
CREATE TRIGGER keep_under_legal_hold BEFORE UPDATE OF withdrawn_because ON phone_calls
    FOR EACH ROW WHEN (OLD.withdrawn_because IS NULL AND NEW.withdrawn_because IS NOT NULL) EXECUTE FUNCTION keep_file_under_legal_hold();

-- A date is moved later by a manager who signs it, with a reason. What is confirmed goes through confirm_event alone.
CREATE FUNCTION guard_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    IF NEW.data ? 'confirms' AND current_user <> '@prefix@_owner' THEN
        RAISE EXCEPTION 'a confirmation needs its second person' USING ERRCODE = 'insufficient_privilege';
    ELSIF NOT NEW.data ? 'moves' THEN
        RETURN NEW;
    ELSIF NOT pg_has_role(current_user, '@prefix@_manager', 'MEMBER') THEN
        RAISE EXCEPTION 'only a manager moves a date' USING ERRCODE = 'insufficient_privilege';
    ELSIF current_staff() IS NULL THEN
        RAISE EXCEPTION 'A date is moved by a person who signs it, and nobody does' USING ERRCODE = 'IT013';
    ELSIF coalesce(btrim(NEW.note), '') = '' OR coalesce(NEW.data ->> 'to', '') !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN
        RAISE EXCEPTION 'A date is moved to a day, and with a reason' USING ERRCODE = 'IT013';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER guard_moves BEFORE INSERT ON events
    FOR EACH ROW WHEN (NEW.data ? 'moves' OR NEW.data ? 'confirms') EXECUTE FUNCTION guard_moves();

-- The second person stands for what another one recorded: a date moved later, a correction. At a private server, where people
-- are picked by name, that person's PIN proves it; a wrong one is counted and nothing is recorded.
CREATE FUNCTION confirm_event(wanted uuid, proof bytea, moment timestamptz, words text,
                              OUT accepted boolean, OUT wait_seconds integer, OUT tries_left integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
DECLARE
    target events%ROWTYPE;
    first staff%ROWTYPE;
    second staff%ROWTYPE;
BEGIN
    SELECT * INTO second FROM staff WHERE id = current_staff();
    IF NOT found THEN
        RAISE EXCEPTION 'Nobody is there to confirm it' USING ERRCODE = 'IT013';
    END IF;
    SELECT * INTO target FROM events WHERE id = wanted;
    IF NOT found OR target.supersedes IS NULL AND NOT target.data ? 'moves' THEN
        RAISE EXCEPTION 'There is nothing to confirm' USING ERRCODE = 'IT013';
    END IF;
    PERFORM FROM custodies WHERE id = target.custody_id FOR UPDATE; -- two at once wait for each other here
    SELECT * INTO first FROM staff WHERE id = target.recorded_by;
    IF NOT found THEN
        RAISE EXCEPTION 'Nobody signed this, so that nobody can be the second person. Somebody must record it under their name' USING ERRCODE = 'IT013';
    ELSIF first.id = second.id THEN
        RAISE EXCEPTION '% recorded this; somebody else must confirm it', first.name USING ERRCODE = 'IT014';
    ELSIF EXISTS (SELECT FROM events WHERE supersedes = wanted) THEN
        RAISE EXCEPTION 'This was corrected or taken back since' USING ERRCODE = 'IT013';
    ELSIF EXISTS (SELECT FROM events e WHERE e.custody_id = target.custody_id AND e.kind = 'note' AND e.data ->> 'confirms' = wanted::text
                  AND NOT EXISTS (SELECT FROM events n WHERE n.supersedes = e.id)) THEN
        RAISE EXCEPTION 'This is confirmed already' USING ERRCODE = 'IT013';
    ELSIF coalesce(rights_held(first.role), first.rights) NOT IN ('manager', 'admin')
          AND coalesce(rights_held(second.role), second.rights) NOT IN ('manager', 'admin') THEN
        RAISE EXCEPTION 'One of the two persons must be a manager' USING ERRCODE = 'IT014';
    END IF;
    accepted := true; wait_seconds := 0; tries_left := 5;
    IF own_login() IS NULL THEN
        IF NOT EXISTS (SELECT FROM staff_pins WHERE staff_id = second.id) THEN
            RAISE EXCEPTION '% has no PIN to prove who it is. Choose one first: File, People', second.name USING ERRCODE = 'IT014';
        END IF;
        SELECT c.* INTO accepted, wait_seconds, tries_left FROM check_pin(second.id, proof) c;
    END IF;
    IF accepted THEN
        INSERT INTO events (id, custody_id, kind, at, data, note)
        VALUES (gen_random_uuid(), target.custody_id, 'note', moment, jsonb_build_object('confirms', wanted), words);
    END IF;
END
$$;

REVOKE ALL ON FUNCTION sign_desk_work(), show_snoozes(), show_assignments(), refuse_absence(), refuse_assignment(),
    is_legal_hold(text, jsonb), keep_under_legal_hold(), keep_file_under_legal_hold(), guard_moves(),
    confirm_event(uuid, bytea, timestamptz, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_legal_hold(text, jsonb) TO @prefix@_viewer;
GRANT EXECUTE ON FUNCTION confirm_event(uuid, bytea, timestamptz, text) TO @prefix@_clerk;

GRANT SELECT ON snoozes, assignments, absences TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE snoozes_id_seq, assignments_id_seq, absences_id_seq TO @prefix@_viewer;

GRANT INSERT (custody_id, until, reason), UPDATE (until, reason) ON snoozes TO @prefix@_clerk;
GRANT INSERT (custody_id, staff_id), UPDATE (staff_id) ON assignments TO @prefix@_clerk;
GRANT INSERT (staff_id, covered_by, from_on, back_on), UPDATE (void) ON absences TO @prefix@_clerk;
