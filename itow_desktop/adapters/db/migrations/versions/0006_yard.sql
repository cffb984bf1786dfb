-- The yard: spots, moves, walks, our file numbers.
-- @prefix@ stands for the database's name.

-- Which key is this car's: a number on a tag, or the hook it hangs on.
ALTER TABLE custodies ADD COLUMN key_tag TEXT;

-- The highest number of a year is one step from its end.
CREATE INDEX ix_custodies_own_number ON custodies (right(file_number, 2), length(file_number), file_number)
    WHERE file_number LIKE 'IT%-__';

-- "C-4", "c4" and "C 04" are one spot: key is the same for all three.
CREATE TABLE lot_spots (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    key TEXT NOT NULL,
    area TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    CONSTRAINT pk_lot_spots PRIMARY KEY (id),
    CONSTRAINT ck_lot_spots_name CHECK (name = btrim(name) AND name <> ''),
    CONSTRAINT ck_lot_spots_area CHECK (area = btrim(area) AND area <> ''),
    CONSTRAINT uq_lot_spots_key UNIQUE (key)
);

CREATE TABLE lot_moves (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    custody_id BIGINT NOT NULL,
    from_spot TEXT,
    to_spot TEXT,
    moved_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    moved_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_lot_moves PRIMARY KEY (id),
    CONSTRAINT fk_lot_moves_custody_id FOREIGN KEY(custody_id) REFERENCES custodies (id),
    CONSTRAINT fk_lot_moves_moved_by FOREIGN KEY(moved_by) REFERENCES staff (id)
);

CREATE INDEX ix_lot_moves_custody_id ON lot_moves (custody_id);

CREATE TABLE lot_walks (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    state TEXT DEFAULT 'open'::text NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    started_by INTEGER DEFAULT current_staff(),
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_by INTEGER,
    CONSTRAINT pk_lot_walks PRIMARY KEY (id),
    CONSTRAINT ck_lot_walks_state CHECK (state IN ('open', 'finished', 'given_up')),
    CONSTRAINT ck_lot_walks_end CHECK ((state = 'open') = (ended_at IS NULL)),
    CONSTRAINT fk_lot_walks_started_by FOREIGN KEY(started_by) REFERENCES staff (id),
    CONSTRAINT fk_lot_walks_ended_by FOREIGN KEY(ended_by) REFERENCES staff (id)
);

-- Everybody who walks at the same time walks the same walk.
CREATE UNIQUE INDEX ix_lot_walks_open ON lot_walks (state) WHERE state = 'open';

CREATE TABLE lot_walk_marks (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    walk_id BIGINT NOT NULL,
    custody_id BIGINT,
    text TEXT,
    spot TEXT,
    here BOOLEAN DEFAULT true NOT NULL,
    marked_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    marked_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_lot_walk_marks PRIMARY KEY (id),
    CONSTRAINT ck_lot_walk_marks_something CHECK (custody_id IS NOT NULL OR text <> ''),
    CONSTRAINT fk_lot_walk_marks_walk_id FOREIGN KEY(walk_id) REFERENCES lot_walks (id),
    CONSTRAINT fk_lot_walk_marks_custody_id FOREIGN KEY(custody_id) REFERENCES custodies (id),
    CONSTRAINT fk_lot_walk_marks_marked_by FOREIGN KEY(marked_by) REFERENCES staff (id)
);

CREATE INDEX ix_lot_walk_marks_walk_id ON lot_walk_marks (walk_id);

CREATE TABLE lot_walk_findings (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    walk_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    custody_id BIGINT,
    text TEXT,
    listed_spot TEXT,
    found_spot TEXT,
    CONSTRAINT pk_lot_walk_findings PRIMARY KEY (id),
    CONSTRAINT ck_lot_walk_findings_kind CHECK (kind IN ('right', 'missing', 'wrong_spot', 'surplus')),
    CONSTRAINT fk_lot_walk_findings_walk_id FOREIGN KEY(walk_id) REFERENCES lot_walks (id),
    CONSTRAINT fk_lot_walk_findings_custody_id FOREIGN KEY(custody_id) REFERENCES custodies (id)
);

CREATE INDEX ix_lot_walk_findings_walk_id ON lot_walk_findings (walk_id);

-- Every number we ever gave, to which car. One that was given once never goes to another car, also after an undo,
-- since it may stand on paper.
CREATE TABLE file_numbers (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    custody_id BIGINT NOT NULL,
    given_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    given_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_file_numbers PRIMARY KEY (id),
    CONSTRAINT ck_file_numbers_year CHECK (year BETWEEN 2000 AND 2099),
    CONSTRAINT ck_file_numbers_number CHECK (number BETWEEN 1 AND 999999),
    CONSTRAINT uq_file_numbers_year UNIQUE (year, number),
    CONSTRAINT uq_file_numbers_custody_id UNIQUE (custody_id, year),
    CONSTRAINT fk_file_numbers_custody_id FOREIGN KEY(custody_id) REFERENCES custodies (id),
    CONSTRAINT fk_file_numbers_given_by FOREIGN KEY(given_by) REFERENCES staff (id)
);

-- A move is seen by the table itself, whichever way the spot of a car changed: the lot, a form, an undo, an import.
CREATE FUNCTION keep_first_spots() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
BEGIN
    INSERT INTO lot_moves (custody_id, to_spot) SELECT id, spot FROM new_rows WHERE spot IS NOT NULL ORDER BY id;
    RETURN NULL;
END
$$;

CREATE FUNCTION keep_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
BEGIN
    INSERT INTO lot_moves (custody_id, from_spot, to_spot)
    SELECT n.id, o.spot, n.spot FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE n.spot IS DISTINCT FROM o.spot ORDER BY n.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER keep_first_spots AFTER INSERT ON custodies
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_first_spots();
CREATE TRIGGER keep_moves AFTER UPDATE ON custodies
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_moves();

-- Cars that stood somewhere before moves were kept.
INSERT INTO lot_moves (custody_id, to_spot) SELECT id, spot FROM custodies WHERE spot IS NOT NULL ORDER BY id;

-- A walk ends once, and the database says when and by whom.
CREATE FUNCTION end_walk() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    IF OLD.state <> 'open' THEN
        RAISE EXCEPTION 'this walk has ended' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> 'open' THEN
        NEW.ended_at := now();
        NEW.ended_by := current_staff();
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER end_walk BEFORE UPDATE ON lot_walks FOR EACH ROW EXECUTE FUNCTION end_walk();

-- The only way to a number. Whoever comes second waits until the first one's transaction has ended and counts on from
-- what it left, so that no number is lost by a rollback and none is given twice. A car that has one of this year keeps it.
CREATE FUNCTION give_file_numbers(cars bigint[], of_year integer) RETURNS TABLE (car bigint, written text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
DECLARE
    last integer;
BEGIN
    PERFORM pg_advisory_xact_lock(x'1706'::integer, of_year);
    SELECT greatest(
        coalesce((SELECT max(f.number) FROM file_numbers f WHERE f.year = of_year), 0),
        coalesce((
            SELECT substring(c.file_number FROM 3 FOR length(c.file_number) - 5)::integer FROM custodies c
            WHERE c.file_number LIKE 'IT%-__' AND right(c.file_number, 2) = right(of_year::text, 2)
              AND c.file_number ~ '^IT([0-9]{4}|[1-9][0-9]{4,5})-[0-9]{2}$'
            ORDER BY right(c.file_number, 2) DESC, length(c.file_number) DESC, c.file_number DESC LIMIT 1), 0)
    ) INTO last;
    INSERT INTO file_numbers (year, number, custody_id)
    SELECT of_year, last + row_number() OVER (ORDER BY wanted.place), wanted.id
    FROM unnest(cars) WITH ORDINALITY AS wanted (id, place)
    WHERE NOT EXISTS (SELECT 1 FROM file_numbers f WHERE f.custody_id = wanted.id AND f.year = of_year)
    ORDER BY wanted.place;
    RETURN QUERY
    SELECT f.custody_id, 'IT' || lpad(f.number::text, greatest(4, length(f.number::text)), '0') || '-' || right(of_year::text, 2)
    FROM file_numbers f WHERE f.year = of_year AND f.custody_id = ANY (cars);
END
$$;

SELECT keep_history_of('lot_spots');
SELECT keep_history_of('lot_walks');
SELECT only_append_to('lot_moves');
SELECT only_append_to('lot_walk_marks');
SELECT only_append_to('lot_walk_findings');
SELECT only_append_to('file_numbers');

REVOKE ALL ON FUNCTION give_file_numbers(bigint[], integer), keep_first_spots(), keep_moves(), end_walk() FROM PUBLIC;
GRANT SELECT ON lot_spots, lot_moves, lot_walks, lot_walk_marks, lot_walk_findings, file_numbers TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE lot_spots_id_seq, lot_moves_id_seq, lot_walks_id_seq, lot_walk_marks_id_seq, lot_walk_findings_id_seq,
    file_numbers_id_seq TO @prefix@_viewer; -- a copy of the database reads them too
GRANT INSERT (state), UPDATE (state) ON lot_walks TO @prefix@_clerk;
GRANT INSERT (walk_id, custody_id, text, spot, here) ON lot_walk_marks TO @prefix@_clerk;
GRANT INSERT (walk_id, kind, custody_id, text, listed_spot, found_spot) ON lot_walk_findings TO @prefix@_clerk;
GRANT EXECUTE ON FUNCTION give_file_numbers(bigint[], integer) TO @prefix@_clerk, @prefix@_agent;
GRANT INSERT (key, area, name, position, active), UPDATE (key, area, name, position, active) ON lot_spots TO @prefix@_manager;
