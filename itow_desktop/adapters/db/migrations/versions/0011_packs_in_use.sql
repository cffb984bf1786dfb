-- Rule packs that were taken into use, the daily state of the work.
-- @prefix@ stands for the database's name.
-- A refusal of the functions here has a code that begins with IT, its message is a sentence for people without its full stop.

-- The law an office works by is the newest row of its pack that counts. Without a text it is the pack that the program brings.
-- A pack that would let cars be sold earlier counts once a second person confirmed it.
CREATE TABLE packs_in_use (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    pack TEXT NOT NULL,
    version TEXT NOT NULL,
    text TEXT,
    sha256 TEXT,
    reason TEXT NOT NULL,
    cars INTEGER NOT NULL,
    second_needed BOOLEAN NOT NULL,
    taken_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    taken_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    confirmed_at TIMESTAMP WITH TIME ZONE,
    confirmed_by INTEGER,
    CONSTRAINT pk_packs_in_use PRIMARY KEY (id),
    CONSTRAINT ck_packs_in_use_reason CHECK (reason = btrim(reason) AND reason <> ''),
    CONSTRAINT ck_packs_in_use_whole CHECK ((text IS NULL) = (sha256 IS NULL)),
    CONSTRAINT ck_packs_in_use_sha256 CHECK (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex')),
    CONSTRAINT ck_packs_in_use_somebody_else CHECK (confirmed_by <> taken_by),
    CONSTRAINT fk_packs_in_use_taken_by FOREIGN KEY(taken_by) REFERENCES staff (id),
    CONSTRAINT fk_packs_in_use_confirmed_by FOREIGN KEY(confirmed_by) REFERENCES staff (id)
);

CREATE INDEX ix_packs_in_use_pack ON packs_in_use (pack, id);

-- How the work stood on a day, written once by the first program that looked; day_counts are cars by the urgency and the actor of
-- their lead step.
CREATE TABLE day_snapshots (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    day DATE NOT NULL,
    active INTEGER NOT NULL,
    accounted_for INTEGER NOT NULL,
    taken_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_day_snapshots PRIMARY KEY (id),
    CONSTRAINT uq_day_snapshots_day UNIQUE (day)
);

CREATE TABLE day_counts (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    day DATE NOT NULL,
    urgency TEXT NOT NULL,
    actor TEXT NOT NULL,
    cars INTEGER NOT NULL,
    CONSTRAINT pk_day_counts PRIMARY KEY (id),
    CONSTRAINT uq_day_counts_day UNIQUE (day, urgency, actor),
    CONSTRAINT fk_day_counts_day FOREIGN KEY(day) REFERENCES day_snapshots (day)
);

SELECT keep_history_of('packs_in_use');
SELECT only_append_to(name) FROM unnest(ARRAY['day_snapshots', 'day_counts']) AS name;
SELECT tell_changes_of('packs_in_use', 'office');
SELECT tell_changes_of('day_snapshots', 'queue');

-- Another law is taken into use by a person who signs it.
CREATE FUNCTION sign_pack() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    IF current_staff() IS NULL THEN
        RAISE EXCEPTION 'A rule pack is taken into use by a person who signs it, and nobody does' USING ERRCODE = 'IT015';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER sign_pack BEFORE INSERT ON packs_in_use FOR EACH ROW EXECUTE FUNCTION sign_pack();

-- The second person stands for a pack that another one took into use. At a private server, where people are picked by name, that
-- person's PIN proves it; a wrong one is counted and nothing is recorded.
CREATE FUNCTION confirm_pack(wanted integer, proof bytea, OUT accepted boolean, OUT wait_seconds integer, OUT tries_left integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
DECLARE
    target packs_in_use%ROWTYPE;
    second staff%ROWTYPE;
BEGIN
    SELECT * INTO second FROM staff WHERE id = current_staff();
    IF NOT found THEN
        RAISE EXCEPTION 'Nobody is there to confirm it' USING ERRCODE = 'IT015';
    END IF;
    SELECT * INTO target FROM packs_in_use WHERE id = wanted FOR UPDATE; -- two at once wait for each other here
    IF NOT found OR NOT target.second_needed OR target.confirmed_by IS NOT NULL THEN
        RAISE EXCEPTION 'There is nothing to confirm' USING ERRCODE = 'IT015';
    ELSIF target.taken_by = second.id THEN
        RAISE EXCEPTION '% took it into use; somebody else must confirm it', second.name USING ERRCODE = 'IT015';
    ELSIF EXISTS (SELECT FROM packs_in_use WHERE pack = target.pack AND id > target.id) THEN
        RAISE EXCEPTION 'Another pack was taken into use since. Look at what that one moves' USING ERRCODE = 'IT015';
    END IF;
    accepted := true; wait_seconds := 0; tries_left := 5;
    IF own_login() IS NULL THEN
        IF NOT EXISTS (SELECT FROM staff_pins WHERE staff_id = second.id) THEN
            RAISE EXCEPTION '% has no PIN to prove who it is. Choose one first: File, People', second.name USING ERRCODE = 'IT015';
        END IF;
        SELECT c.* INTO accepted, wait_seconds, tries_left FROM check_pin(second.id, proof) c;
    END IF;
    IF accepted THEN
        UPDATE packs_in_use SET confirmed_by = second.id, confirmed_at = now() WHERE id = wanted;
    END IF;
END
$$;

REVOKE ALL ON FUNCTION sign_pack(), confirm_pack(integer, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION confirm_pack(integer, bytea) TO @prefix@_clerk;

GRANT SELECT ON packs_in_use, day_snapshots, day_counts TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE packs_in_use_id_seq, day_snapshots_id_seq, day_counts_id_seq TO @prefix@_viewer; -- a copy reads them too
GRANT INSERT (pack, version, text, sha256, reason, cars, second_needed) ON packs_in_use TO @prefix@_manager;
GRANT INSERT (day, active, accounted_for) ON day_snapshots TO @prefix@_clerk;
GRANT INSERT (day, urgency, actor, cars) ON day_counts TO @prefix@_clerk;
