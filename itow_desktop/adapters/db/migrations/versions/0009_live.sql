-- Live: each transaction tells the other programs once what it changed.
-- @prefix@ stands for the database's name.

-- What was changed is gathered in the setting itow.changed, which ends with the transaction: a JSON object of kinds, each with
-- the custody ids it is about. No ids mean any of them. A program says in the setting itow.program which one it is.
-- Arguments: the kind, and the column of the custody id where the kind is about single cars.
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
DECLARE
    gathered jsonb := coalesce(nullif(current_setting('itow.changed', true), ''), '{}')::jsonb;
    known jsonb := gathered -> TG_ARGV[0];
    ids jsonb;
BEGIN
    IF known = '[]' THEN
        RETURN NULL;
    ELSIF TG_NARGS = 1 THEN
        ids := CASE WHEN EXISTS (SELECT FROM changed_rows) THEN '[]'::jsonb END;
    ELSE
        -- More than fit into a notification, with room for the longest numbers, are told as any.
        EXECUTE format(
            'SELECT CASE WHEN count(*) > 200 THEN ''[]'' ELSE jsonb_agg(id) END FROM (
                 SELECT %I AS id FROM changed_rows WHERE %1$I IS NOT NULL
                 UNION SELECT jsonb_array_elements($1)::bigint LIMIT 201) AS every', TG_ARGV[1])
        INTO ids USING coalesce(known, '[]');
    END IF;
    IF ids IS NOT NULL THEN
        PERFORM set_config('itow.changed', jsonb_set(gathered, ARRAY[TG_ARGV[0]], ids)::text, true);
    END IF;
    RETURN NULL;
END
$$;

-- The last thing a transaction does before it is committed.
CREATE PROCEDURE tell_changes() LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
DECLARE
    gathered text := nullif(current_setting('itow.changed', true), '');
BEGIN
    IF gathered IS NOT NULL THEN
        PERFORM pg_notify('itow', jsonb_build_object('by', coalesce(current_setting('itow.program', true), ''), 'changed', gathered::jsonb)::text);
        PERFORM set_config('itow.changed', '', true);
    END IF;
END
$$;

-- Later migrations call this for their own tables: changes of the table are told as this kind, of the car in this column if there is one.
CREATE FUNCTION tell_changes_of(name text, kind text, custody_column text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
DECLARE
    said text := concat_ws(', ', quote_literal(kind), quote_literal(custody_column));
BEGIN
    IF kind NOT IN ('cars', 'queue', 'office', 'people', 'agencies') THEN
        RAISE EXCEPTION 'nobody understands changes of the kind %', kind;
    END IF;
    EXECUTE format('CREATE TRIGGER tell_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS changed_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION note_change(%s)', name, said);
    EXECUTE format('CREATE TRIGGER tell_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION note_change(%s)', name, said);
    EXECUTE format('CREATE TRIGGER tell_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS changed_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION note_change(%s)', name, said);
END
$$;

-- Vehicles tell through their custodies, which change with them.
SELECT tell_changes_of('custodies', 'cars', 'id');
SELECT tell_changes_of(name, 'cars', 'custody_id')
FROM unnest(ARRAY['events', 'parties', 'documents', 'attachments', 'phone_calls', 'file_numbers', 'lot_moves']) AS name;
SELECT tell_changes_of(name, 'queue') FROM unnest(ARRAY['projections', 'reminders']) AS name;
SELECT tell_changes_of(name, 'office') FROM unnest(ARRAY['office_facts', 'lot_spots']) AS name;
SELECT tell_changes_of('staff', 'people');
SELECT tell_changes_of(name, 'agencies')
FROM unnest(ARRAY['agencies', 'agency_places', 'agency_aliases', 'agency_contacts', 'properties', 'property_callers', 'property_complaints',
                  'property_signs', 'property_spellings']) AS name;

REVOKE ALL ON FUNCTION note_change(), tell_changes_of(text, text, text) FROM PUBLIC;
REVOKE ALL ON PROCEDURE tell_changes() FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE tell_changes() TO @prefix@_viewer;
