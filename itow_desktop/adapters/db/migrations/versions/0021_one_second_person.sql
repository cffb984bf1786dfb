-- One second person: what proves that somebody else stands there is asked in one place, whatever is confirmed.
-- @prefix@ stands for the database's name.
-- A refusal of the functions here has a code that begins with IT, its message is a sentence for people without its full stop.

-- Who stands there now. A sign-in of one's own proves it. At a private server, where people are picked by name, the person's PIN
-- does; check_pin lets anybody be who has none, a second person may not be.
CREATE FUNCTION second_person() RETURNS staff LANGUAGE plpgsql STABLE SET search_path = itow, pg_temp AS $$
DECLARE
    second staff%ROWTYPE;
BEGIN
    SELECT * INTO second FROM staff WHERE id = current_staff();
    IF NOT found THEN
        RAISE EXCEPTION 'Nobody is there to confirm it' USING ERRCODE = 'IT014';
    END IF;
    RETURN second;
END
$$;

CREATE FUNCTION prove_second(second staff, proof bytea, OUT accepted boolean, OUT wait_seconds integer, OUT tries_left integer)
LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    accepted := true; wait_seconds := 0; tries_left := 5;
    IF own_login() IS NULL THEN
        IF NOT EXISTS (SELECT FROM staff_pins WHERE staff_id = second.id) THEN
            RAISE EXCEPTION '% has no PIN to prove who it is. Choose one first: File, People', second.name USING ERRCODE = 'IT014';
        END IF;
        SELECT c.* INTO accepted, wait_seconds, tries_left FROM check_pin(second.id, proof) c;
    END IF;
END
$$;

-- The second person stands for a pack that another one took into use; a wrong PIN is counted and nothing is recorded.
CREATE OR REPLACE FUNCTION confirm_pack(wanted integer, proof bytea, OUT accepted boolean, OUT wait_seconds integer, OUT tries_left integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
DECLARE
    target packs_in_use%ROWTYPE;
    second staff := second_person();
BEGIN
    SELECT * INTO target FROM packs_in_use WHERE id = wanted FOR UPDATE; -- two at once wait for each other here
    IF NOT found OR NOT target.second_needed OR target.confirmed_by IS NOT NULL THEN
        RAISE EXCEPTION 'There is nothing to confirm' USING ERRCODE = 'IT015';
    ELSIF target.taken_by = second.id THEN
        RAISE EXCEPTION '% took it into use; somebody else must confirm it', second.name USING ERRCODE = 'IT014';
    ELSIF EXISTS (SELECT FROM packs_in_use WHERE pack = target.pack AND id > target.id) THEN
        RAISE EXCEPTION 'Another pack was taken into use since. Look at what that one moves' USING ERRCODE = 'IT015';
    END IF;
    SELECT p.* INTO accepted, wait_seconds, tries_left FROM prove_second(second, proof) p;
    IF accepted THEN
        UPDATE packs_in_use SET confirmed_by = second.id, confirmed_at = now() WHERE id = wanted;
    END IF;
END
$$;

-- The same for an event: a date moved later, a correction.
CREATE OR REPLACE FUNCTION confirm_event(wanted uuid, proof bytea, moment timestamptz, words text,
                                         OUT accepted boolean, OUT wait_seconds integer, OUT tries_left integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
DECLARE
    target events%ROWTYPE;
    first staff%ROWTYPE;
    second staff := second_person();
BEGIN
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
    SELECT p.* INTO accepted, wait_seconds, tries_left FROM prove_second(second, proof) p;
    IF accepted THEN
        INSERT INTO events (id, custody_id, kind, at, data, note)
        VALUES (gen_random_uuid(), target.custody_id, 'note', moment, jsonb_build_object('confirms', wanted), words);
    END IF;
END
$$;

REVOKE ALL ON FUNCTION second_person(), prove_second(staff, bytea) FROM PUBLIC;
