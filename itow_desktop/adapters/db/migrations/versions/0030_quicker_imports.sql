-- What a call that comes in costs the database.

-- The same answer as before, a tenth of the time: translate() holds every letter against every letter it is to change.
CREATE OR REPLACE FUNCTION search_text(part text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- Whether a server makes accented letters capital depends on its locale, so they lose their accents here; few texts have any.
    SELECT replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
        upper(CASE WHEN octet_length(part) = length(part) THEN part ELSE translate(part,
            'ÀÁÂÃÄÅàáâãäåÇçÈÉÊËèéêëÌÍÎÏìíîïÑñÒÓÔÕÖØòóôõöøßÙÚÛÜùúûüÝýÿ',
            'AAAAAAAAAAAACCEEEEEEEE11111111NN000000000000SUUUUUUUUYYY') END),
        'O', '0'), 'I', '1'), 'B', '8'), ',', ' '), ';', ' '), '.', ' '), '(', ' '), ')', ' '), E'\t', ' '), E'\n', ' '), E'\r', ' ')
$$;

-- What TowBook said is kept as it was told and read as a whole; nothing looks into it often enough for a tree of every call.
ALTER TABLE raw_records ALTER COLUMN parsed TYPE json USING CAST(parsed AS json);

-- The same as before; a statement that is put together here would be planned anew every time, one that stands here is not.
CREATE OR REPLACE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
DECLARE
    gathered jsonb := coalesce(nullif(current_setting('itow.changed', true), ''), '{}')::jsonb;
    known jsonb := gathered -> TG_ARGV[0];
    changed bigint[];
    ids jsonb;
BEGIN
    IF known = '[]' THEN
        RETURN NULL;
    ELSIF TG_NARGS = 1 THEN
        ids := CASE WHEN EXISTS (SELECT FROM changed_rows) THEN '[]'::jsonb END;
    ELSE
        -- More than fit into a notification, with room for the longest numbers, are told as any.
        IF TG_ARGV[1] = 'id' THEN
            changed := ARRAY(SELECT DISTINCT id FROM changed_rows LIMIT 201);
        ELSE
            changed := ARRAY(SELECT DISTINCT custody_id FROM changed_rows WHERE custody_id IS NOT NULL LIMIT 201);
        END IF;
        SELECT CASE WHEN count(*) > 200 THEN '[]' ELSE jsonb_agg(id) END INTO ids FROM (
            SELECT unnest(changed) AS id UNION SELECT jsonb_array_elements(coalesce(known, '[]'))::bigint LIMIT 201) AS every;
    END IF;
    IF ids IS NOT NULL THEN
        PERFORM set_config('itow.changed', jsonb_set(gathered, ARRAY[TG_ARGV[0]], ids)::text, true);
    END IF;
    RETURN NULL;
END
$$;
