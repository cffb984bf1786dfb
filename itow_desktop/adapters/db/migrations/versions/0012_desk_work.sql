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

REVOKE ALL ON FUNCTION sign_desk_work(), show_snoozes(), show_assignments() FROM PUBLIC;

GRANT SELECT ON snoozes, assignments, absences TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE snoozes_id_seq, assignments_id_seq, absences_id_seq TO @prefix@_viewer;

GRANT INSERT (custody_id, until, reason), UPDATE (until, reason) ON snoozes TO @prefix@_clerk;
GRANT INSERT (custody_id, staff_id), UPDATE (staff_id) ON assignments TO @prefix@_clerk;
GRANT INSERT (staff_id, covered_by, from_on, back_on), UPDATE (void) ON absences TO @prefix@_clerk;
