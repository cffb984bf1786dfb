-- People: what each may do, their PINs.
-- @prefix@ stands for the database's name.
-- A refusal of the functions here has a code that begins with IT, its message is a sentence for people without its full stop.

-- Of a person without a sign-in this is what counts; the rights of a sign-in are the groups it is in.
ALTER TABLE staff
    ADD COLUMN rights TEXT DEFAULT 'clerk'::text NOT NULL,
    ADD COLUMN pin_since TIMESTAMP WITH TIME ZONE,
    ADD CONSTRAINT ck_staff_rights CHECK (rights IN ('viewer', 'clerk', 'manager', 'admin'));

-- The most a sign-in may do; nothing where it is in no group or is gone.
CREATE FUNCTION rights_held(login text) RETURNS text LANGUAGE sql STABLE SET search_path = itow, pg_temp AS $$
    SELECT CASE
        WHEN pg_has_role(oid, '@prefix@_admin', 'MEMBER') THEN 'admin'
        WHEN pg_has_role(oid, '@prefix@_manager', 'MEMBER') THEN 'manager'
        WHEN pg_has_role(oid, '@prefix@_clerk', 'MEMBER') THEN 'clerk'
        WHEN pg_has_role(oid, '@prefix@_viewer', 'MEMBER') THEN 'viewer'
    END
    FROM pg_roles WHERE rolname = login
$$;

-- Until now everybody at a private server could do everything; an upgrade takes nothing from anybody.
UPDATE staff SET rights = CASE WHEN role IS NULL THEN 'admin' ELSE coalesce(rights_held(role), 'viewer') END;

-- The role of PostgreSQL that signs in for a person; none for the private server's login, behind which people are picked.
CREATE FUNCTION own_login() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT nullif(session_user, '@prefix@_desk')::text
$$;

-- In which role a deed is done: at the private server's login in that of the person's rights, as they stand now.
-- A sign-in of one's own has its rights already. Without a person the rights of the login stay.
CREATE FUNCTION acting_role(person text) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = itow, pg_temp AS $$
DECLARE
    signer staff%ROWTYPE;
BEGIN
    IF own_login() IS NOT NULL THEN
        SELECT * INTO signer FROM staff WHERE role = session_user;
    ELSIF person = '' THEN
        RETURN 'none';
    ELSE
        SELECT * INTO signer FROM staff WHERE id = person::integer AND role IS NULL;
        IF NOT found THEN
            RAISE EXCEPTION 'This person is not on the list of people' USING ERRCODE = 'IT001';
        END IF;
    END IF;
    IF NOT signer.active THEN
        RAISE EXCEPTION '% may no longer sign', signer.name USING ERRCODE = 'IT001';
    END IF;
    RETURN CASE WHEN own_login() IS NULL THEN '@prefix@_' || signer.rights ELSE 'none' END;
END
$$;

-- Changes of people wait for each other, so that two of them cannot each take the last admin away.
CREATE FUNCTION keep_an_admin() RETURNS void LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM staff WHERE role IS NULL AND active AND rights = 'admin') THEN
        RAISE EXCEPTION 'Nobody would be left who may manage people. Make somebody else an admin first' USING ERRCODE = 'IT002';
    END IF;
END
$$;

-- What a sign-in may do from now on; nothing for NULL. Rights that the server's administrator gave by hand stay.
CREATE FUNCTION give_rights(login text, wanted text) RETURNS void LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
        EXECUTE format('REVOKE @prefix@_viewer, @prefix@_clerk, @prefix@_manager, @prefix@_admin FROM %I', login);
        IF wanted IS NOT NULL THEN
            EXECUTE format('GRANT %I TO %I', '@prefix@_' || wanted, login);
        END IF;
    ELSIF wanted IS NOT NULL THEN
        RAISE EXCEPTION 'The server knows no sign-in called %', login USING ERRCODE = 'IT003';
    END IF;
END
$$;

-- A name that another person has, or had once, stands on that one's papers.
CREATE FUNCTION refuse_taken_name(wanted text, person integer) RETURNS void LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM staff WHERE lower(name) = lower(wanted) AND id IS DISTINCT FROM person)
       OR EXISTS (SELECT FROM audit WHERE table_name = 'staff' AND row_id IS DISTINCT FROM person::text AND lower(before ->> 'name') = lower(wanted))
    THEN
        RAISE EXCEPTION 'Another person is or was called %', wanted USING ERRCODE = 'IT004';
    END IF;
END
$$;

DROP FUNCTION add_staff(text, text, text);

-- Adds a person or brings one back. The first one without a sign-in is the admin.
CREATE FUNCTION add_staff(person text, login text DEFAULT NULL, wanted text DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
DECLARE
    made staff%ROWTYPE;
BEGIN
    IF wanted NOT IN ('viewer', 'clerk', 'manager', 'admin') THEN
        RAISE EXCEPTION 'unknown rights: %', wanted USING ERRCODE = 'check_violation';
    END IF;
    LOCK TABLE staff IN SHARE ROW EXCLUSIVE MODE;
    IF wanted IS NULL AND login IS NULL AND NOT EXISTS (SELECT FROM staff WHERE role IS NULL AND active AND rights = 'admin') THEN
        wanted := 'admin';
    END IF;
    PERFORM refuse_taken_name(btrim(person), (SELECT id FROM staff WHERE name = btrim(person) AND role IS NOT DISTINCT FROM login));
    INSERT INTO staff (name, role, rights) VALUES (btrim(person), login, coalesce(wanted, 'clerk'))
    ON CONFLICT (name) DO UPDATE SET active = true, rights = coalesce(wanted, staff.rights)
    RETURNING * INTO made;
    IF login IS NULL THEN
        PERFORM keep_an_admin();
    ELSE
        PERFORM give_rights(login, made.rights);
    END IF;
    RETURN made.id;
END
$$;

CREATE OR REPLACE FUNCTION disable_staff(person text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
DECLARE
    gone staff%ROWTYPE;
BEGIN
    LOCK TABLE staff IN SHARE ROW EXCLUSIVE MODE;
    UPDATE staff SET active = false WHERE name = btrim(person) RETURNING * INTO gone;
    IF gone.id IS NULL THEN
        RETURN false;
    ELSIF gone.role IS NULL THEN
        PERFORM keep_an_admin();
    ELSE
        PERFORM give_rights(gone.role, NULL);
    END IF;
    RETURN true;
END
$$;

CREATE FUNCTION change_rights(person integer, wanted text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
DECLARE
    changed staff%ROWTYPE;
BEGIN
    LOCK TABLE staff IN SHARE ROW EXCLUSIVE MODE;
    UPDATE staff SET rights = wanted WHERE id = person RETURNING * INTO changed;
    IF changed.id IS NULL THEN
        RETURN false;
    ELSIF changed.role IS NULL THEN
        PERFORM keep_an_admin();
    ELSIF changed.active THEN
        PERFORM give_rights(changed.role, wanted);
        IF rights_held(changed.role) <> wanted THEN
            RAISE EXCEPTION 'The server''s administrator gave % more rights by hand and must take them back first', changed.role
                USING ERRCODE = 'IT003';
        END IF;
    END IF;
    RETURN true;
END
$$;

-- A person of a private server, or one who was added without, gets a sign-in; nobody changes to another one.
CREATE FUNCTION give_login(person integer, login text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
DECLARE
    changed staff%ROWTYPE;
BEGIN
    LOCK TABLE staff IN SHARE ROW EXCLUSIVE MODE;
    IF EXISTS (SELECT FROM staff WHERE role = login) THEN
        RAISE EXCEPTION 'The sign-in % is another person''s', login USING ERRCODE = 'IT004';
    END IF;
    UPDATE staff SET role = login WHERE id = person AND role IS NULL AND active RETURNING * INTO changed;
    IF changed.id IS NULL THEN
        RETURN false;
    END IF;
    PERFORM give_rights(login, changed.rights);
    RETURN true;
END
$$;

-- Everything refers to a person by number.
CREATE FUNCTION rename_staff(person integer, new_name text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
BEGIN
    LOCK TABLE staff IN SHARE ROW EXCLUSIVE MODE;
    PERFORM refuse_taken_name(btrim(new_name), person);
    UPDATE staff SET name = btrim(new_name) WHERE id = person;
    RETURN found;
END
$$;

-- A sign-in for the person who is asked, made with the rights of whoever asks: only who may make roles can.
-- The password comes as the verifier that PostgreSQL keeps, so that it stands in no log.
CREATE FUNCTION make_login(login text, verifier text) RETURNS void LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    IF login !~ '^[a-z_][a-z0-9_]{0,40}$' OR verifier !~ '^SCRAM-SHA-256\$' THEN
        RAISE EXCEPTION 'A sign-in has small letters, digits and _ only' USING ERRCODE = 'IT003';
    ELSIF EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
        RAISE EXCEPTION 'The server has a sign-in called % already', login USING ERRCODE = 'IT004';
    END IF;
    EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', login, verifier);
END
$$;

-- What proves a PIN is scrypt of it with the salt; kept is only the SHA-256 of that proof.
CREATE TABLE staff_pins (
    staff_id INTEGER NOT NULL,
    salt BYTEA NOT NULL,
    cost INTEGER NOT NULL,
    verifier BYTEA NOT NULL,
    wrong INTEGER DEFAULT 0 NOT NULL,
    wrong_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_staff_pins PRIMARY KEY (staff_id),
    CONSTRAINT fk_staff_pins_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
);

-- A copy of the database must be able to read every table, and nobody else may see these rows: no policy lets any through.
ALTER TABLE staff_pins ENABLE ROW LEVEL SECURITY;

-- No row for a person without a PIN.
CREATE FUNCTION pin_salt(person integer) RETURNS TABLE (salt bytea, cost integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = itow, pg_temp AS $$
    SELECT p.salt, p.cost FROM staff_pins p WHERE p.staff_id = person
$$;

-- How long the next try has to wait after so many wrong ones.
CREATE FUNCTION pin_pause(wrong integer) RETURNS interval LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN wrong < 5 THEN interval '0' ELSE least(interval '30 seconds' * power(2, least(wrong - 5, 5)), interval '15 minutes') END
$$;

-- Counts wrong proofs; what is tried while one has to wait is not looked at. A clock that was set back makes nobody wait
-- longer than the whole pause, counted from now.
CREATE FUNCTION check_pin(person integer, proof bytea, OUT accepted boolean, OUT wait_seconds integer, OUT tries_left integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
DECLARE
    kept staff_pins%ROWTYPE;
    pause interval := interval '0';
BEGIN
    SELECT * INTO kept FROM staff_pins WHERE staff_id = person FOR UPDATE;
    accepted := NOT found;
    IF NOT accepted THEN
        kept.wrong_at := least(kept.wrong_at, clock_timestamp());
        pause := greatest(kept.wrong_at + pin_pause(kept.wrong) - clock_timestamp(), interval '0');
        IF kept.wrong < 5 OR pause = interval '0' THEN
            accepted := sha256(proof) IS NOT DISTINCT FROM kept.verifier;
            kept.wrong := CASE WHEN accepted THEN 0 ELSE kept.wrong + 1 END;
            kept.wrong_at := CASE WHEN accepted THEN NULL ELSE clock_timestamp() END;
            pause := pin_pause(kept.wrong);
        END IF;
        UPDATE staff_pins SET wrong = kept.wrong, wrong_at = kept.wrong_at WHERE staff_id = person;
    END IF;
    wait_seconds := ceil(extract(epoch FROM pause))::integer;
    tries_left := greatest(5 - coalesce(kept.wrong, 0), 0);
END
$$;

CREATE FUNCTION keep_pin(person integer, new_salt bytea, new_cost integer, proof bytea) RETURNS void
LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    DELETE FROM staff_pins WHERE staff_id = person;
    IF proof IS NOT NULL THEN
        INSERT INTO staff_pins (staff_id, salt, cost, verifier) VALUES (person, new_salt, new_cost, sha256(proof));
    END IF;
    UPDATE staff SET pin_since = CASE WHEN proof IS NOT NULL THEN now() END WHERE id = person;
END
$$;

-- An admin's way, for a person who forgot; a proof of NULL takes the PIN away.
CREATE FUNCTION set_pin(person integer, new_salt bytea, new_cost integer, proof bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
    SELECT keep_pin(person, new_salt, new_cost, proof)
$$;

-- One's own way, which proves the old PIN first; answers as check_pin does.
CREATE FUNCTION set_own_pin(old bytea, new_salt bytea, new_cost integer, proof bytea,
                            OUT accepted boolean, OUT wait_seconds integer, OUT tries_left integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
BEGIN
    SELECT c.* INTO accepted, wait_seconds, tries_left FROM check_pin(current_staff(), old) c;
    IF accepted THEN
        PERFORM keep_pin(current_staff(), new_salt, new_cost, proof);
    END IF;
END
$$;

REVOKE ALL ON FUNCTION rights_held(text), own_login(), acting_role(text), keep_an_admin(), give_rights(text, text),
    refuse_taken_name(text, integer), pin_pause(integer), add_staff(text, text, text), change_rights(integer, text), rename_staff(integer, text), make_login(text, text), give_login(integer, text),
    pin_salt(integer), check_pin(integer, bytea), keep_pin(integer, bytea, integer, bytea), set_pin(integer, bytea, integer, bytea),
    set_own_pin(bytea, bytea, integer, bytea) FROM PUBLIC;
GRANT SELECT ON staff_pins TO @prefix@_viewer;
GRANT EXECUTE ON FUNCTION rights_held(text), own_login(), acting_role(text), pin_salt(integer), check_pin(integer, bytea),
    set_own_pin(bytea, bytea, integer, bytea) TO @prefix@_viewer;
GRANT EXECUTE ON FUNCTION add_staff(text, text, text), change_rights(integer, text), rename_staff(integer, text), make_login(text, text),
    give_login(integer, text), set_pin(integer, bytea, integer, bytea) TO @prefix@_admin;
