-- Deeds: what each person did, in order, so that it can be undone by name.
-- @prefix@ stands for the database's name.

-- Later migrations call these for their own tables.
CREATE FUNCTION keep_history_of(name text) RETURNS void LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER audit_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION keep_audit()', name);
    EXECUTE format('CREATE TRIGGER audit_update AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION keep_audit()', name);
    EXECUTE format('CREATE TRIGGER audit_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION keep_audit()', name);
END
$$;

CREATE FUNCTION only_append_to(name text) RETURNS void LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
END
$$;

REVOKE ALL ON FUNCTION keep_history_of(text), only_append_to(text) FROM PUBLIC;
