-- Lost PINs: most copies of a shared database hold no PINs, only that there were some.

-- Whose PIN was lost by a restore before now could sit down with any, and has none from now on.
UPDATE staff SET pin_since = NULL
WHERE pin_since IS NOT NULL AND NOT EXISTS (SELECT FROM staff_pins WHERE staff_id = staff.id);

-- Counts wrong proofs; what is tried while one has to wait is not looked at. A clock that was set back makes nobody wait
-- longer than the whole pause, counted from now.
CREATE OR REPLACE FUNCTION check_pin(person integer, proof bytea, OUT accepted boolean, OUT wait_seconds integer, OUT tries_left integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow, pg_temp AS $$
DECLARE
    kept staff_pins%ROWTYPE;
    pause interval := interval '0';
BEGIN
    SELECT * INTO kept FROM staff_pins WHERE staff_id = person FOR UPDATE;
    accepted := NOT found;
    IF accepted AND EXISTS (SELECT FROM staff WHERE id = person AND pin_since IS NOT NULL) THEN
        RAISE EXCEPTION 'This PIN is missing in the database, as after a restore by another program than iTow. Its administrator restores the copy again with iTow'
            USING ERRCODE = 'IT005';
    END IF;
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
