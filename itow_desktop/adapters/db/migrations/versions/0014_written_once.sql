-- What an import brings is written once.

-- A transaction that brings the projections of its new custodies itself says so; that each custody has one is
-- proved when it commits.
DROP TRIGGER first_projection ON custodies;
CREATE TRIGGER first_projection AFTER INSERT ON custodies
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
    WHEN (current_setting('itow.projections', true) IS DISTINCT FROM 'follow') EXECUTE FUNCTION first_projection();
ALTER TABLE custodies ADD CONSTRAINT fk_custodies_id FOREIGN KEY(id) REFERENCES projections (custody_id) DEFERRABLE INITIALLY DEFERRED;

-- Deadlines are only ever read whole, so they stay the text they come as: nothing is taken apart and put together again.
ALTER TABLE projections
    ALTER COLUMN deadlines DROP DEFAULT,
    ALTER COLUMN deadlines TYPE JSON USING deadlines::json,
    ALTER COLUMN deadlines SET DEFAULT '[]'::json;

-- As before, only that the text is put together before it is folded: a function of one variable is written out in
-- place by the planner, one of an expression is called.
CREATE OR REPLACE FUNCTION fill_search() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
DECLARE
    known text;
    found text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT string_agg(concat_ws(' ', p.name, phone_figures(p.phone)), ' ') INTO known FROM parties p WHERE p.custody_id = NEW.id;
    END IF;
    SELECT concat_ws(
        ' ', v.plate, v.plate_state, v.vin, v.year, v.make, v.model, v.color, NEW.call_number, NEW.file_number, NEW.reference,
        NEW.towed_from, NEW.business, NEW.requested_by, phone_figures(NEW.requested_by_phone), NEW.complaint_number, NEW.case_number,
        NEW.officer, NEW.account, NEW.spot, left(NEW.notes, 300), known)
    INTO found FROM vehicles v WHERE v.id = NEW.vehicle_id;
    NEW.search = ' ' || search_text(found) || ' ';
    RETURN NEW;
END
$$;
