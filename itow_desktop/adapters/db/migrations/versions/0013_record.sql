-- The record: papers of events, and what the database refuses to be recorded.
-- @prefix@ stands for the database's name.

-- Which of a car's files proves an event; a file and an event of two cars cannot be joined.
ALTER TABLE attachments ADD CONSTRAINT uq_attachments_custody_id UNIQUE (custody_id, id);

CREATE TABLE event_papers (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    custody_id BIGINT NOT NULL,
    event_id UUID NOT NULL,
    attachment_id BIGINT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_event_papers PRIMARY KEY (id),
    CONSTRAINT uq_event_papers_event_id UNIQUE (event_id, attachment_id),
    CONSTRAINT fk_event_papers_event_id FOREIGN KEY(custody_id, event_id) REFERENCES events (custody_id, id),
    CONSTRAINT fk_event_papers_attachment_id FOREIGN KEY(custody_id, attachment_id) REFERENCES attachments (custody_id, id),
    CONSTRAINT fk_event_papers_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id)
);

CREATE INDEX ix_event_papers_custody_id ON event_papers (custody_id);

SELECT only_append_to('event_papers');

-- The local day of an event as it sorts; one without a day comes first.
CREATE FUNCTION office_day(moment timestamptz, day date) RETURNS text LANGUAGE sql STABLE SET search_path = itow, pg_temp AS $$
    SELECT coalesce(to_char(coalesce(day, (moment AT TIME ZONE coalesce(
        (SELECT value #>> '{}' FROM office_facts WHERE key = 'zone'), 'America/Detroit'))::date), 'YYYY-MM-DD'), '')
$$;

-- What counts of a custody's events: neither corrected nor a mere retraction. ``closing`` is one that is being corrected now.
CREATE FUNCTION counting_events(custody bigint, closing uuid) RETURNS SETOF events
LANGUAGE sql STABLE SET search_path = itow, pg_temp AS $$
    SELECT e.* FROM events e
    WHERE e.custody_id = custody AND e.kind <> 'superseded' AND e.id IS DISTINCT FROM closing
      AND NOT EXISTS (SELECT FROM events later WHERE later.supersedes = e.id)
$$;

-- The holds that nothing lifts; in doubt a hold stands, as in domain/events.py.
CREATE FUNCTION open_holds(custody bigint, closing uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = itow, pg_temp AS $$
    WITH known AS MATERIALIZED (
        SELECT e.kind, e.at, office_day(e.at, e.on) AS day, coalesce(e.data ->> 'hold', '') AS hold
        FROM counting_events(custody, closing) e WHERE e.kind IN ('hold_placed', 'hold_lifted')
    )
    SELECT string_agg(DISTINCT hold, ', ') FROM known placed
    WHERE kind = 'hold_placed' AND NOT EXISTS (
        SELECT FROM known lift
        WHERE lift.kind = 'hold_lifted' AND lift.hold = placed.hold
          AND CASE WHEN lift.at IS NOT NULL AND placed.at IS NOT NULL THEN lift.at >= placed.at
                   ELSE lift.day COLLATE "C" >= placed.day COLLATE "C" END)
$$;

-- Refused always, whoever asks and however (vocabulary, "Closing events"). The custody's row is locked first, so that of two
-- people who record at one moment the second is judged by what the first recorded.
CREATE FUNCTION refuse_event() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
DECLARE
    closing CONSTANT text[] := ARRAY['redeemed', 'released', 'sold', 'transferred_to_custodian', 'scrapped', 'moved', 'voided'];
    disposing CONSTANT text[] := ARRAY['sold', 'transferred_to_custodian', 'scrapped'];
    corrected events;
    gone uuid;
    already text;
BEGIN
    IF NEW.kind = 'hearing_decided' AND coalesce(NEW.data ->> 'outcome', '') NOT IN ('for_owner', 'for_custodian') THEN
        RAISE EXCEPTION 'A hearing''s decision needs its outcome: for_owner or for_custodian' USING ERRCODE = 'IT011';
    END IF;
    IF NEW.kind IN ('hold_placed', 'hold_lifted') AND coalesce(NEW.data ->> 'hold', '')
        NOT IN ('police', 'evidence', 'bankruptcy', 'military', 'court_order', 'attorney', 'office') THEN
        RAISE EXCEPTION 'A hold needs its kind' USING ERRCODE = 'IT011';
    END IF;
    IF NEW.kind = 'superseded' AND coalesce(btrim(NEW.note), '') = '' THEN
        RAISE EXCEPTION 'Taking an event back needs a reason' USING ERRCODE = 'IT011';
    END IF;

    PERFORM FROM custodies WHERE id = NEW.custody_id FOR UPDATE;
    IF NEW.supersedes IS NOT NULL THEN
        SELECT * INTO corrected FROM events WHERE custody_id = NEW.custody_id AND id = NEW.supersedes;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'The event to be corrected is not on record for this car' USING ERRCODE = 'IT012';
        END IF;
        IF EXISTS (SELECT FROM events WHERE supersedes = NEW.supersedes) THEN
            RAISE EXCEPTION 'This event was corrected before. Correct the newer one' USING ERRCODE = 'IT012';
        END IF;
        -- A car that is closed by mistake is open for the right closing; a hold is not lifted by "correcting" it.
        gone := CASE WHEN corrected.kind = ANY (closing) THEN corrected.id END;
    END IF;

    IF NEW.kind = 'sos_notice_dated' THEN
        SELECT min(office_day(e.at, e.on)) INTO already FROM counting_events(NEW.custody_id, NEW.supersedes) e
        WHERE e.kind = 'sos_notice_dated' AND office_day(e.at, e.on) <> office_day(NEW.at, NEW.on);
        IF already IS NOT NULL THEN
            RAISE EXCEPTION 'The SOS notice is dated % already. Correct that date, if it is the wrong one',
                coalesce(to_char(nullif(already, '')::date, 'FMMM/FMDD/YYYY'), 'on a day not known') USING ERRCODE = 'IT013';
        END IF;
    END IF;

    IF NEW.kind = ANY (closing) THEN
        SELECT e.kind INTO already FROM counting_events(NEW.custody_id, gone) e WHERE e.kind = ANY (closing) ORDER BY e.seq DESC LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'This car is closed already (%)', replace(already, '_', ' ') USING ERRCODE = 'IT014';
        END IF;
        IF NEW.kind NOT IN ('moved', 'voided') THEN
            already := open_holds(NEW.custody_id, gone);
            IF already IS NOT NULL THEN
                RAISE EXCEPTION 'The car is on hold: %. Lift the hold first', already USING ERRCODE = 'IT014';
            END IF;
        END IF;
    END IF;

    IF NEW.kind = ANY (disposing) THEN
        IF (SELECT count(*) FILTER (WHERE e.kind = 'hearing_petitioned') > count(*) FILTER (WHERE e.kind = 'hearing_decided')
                OR coalesce(max(office_day(e.at, e.on) COLLATE "C") FILTER (WHERE e.kind = 'hearing_petitioned'), '')
                    > coalesce(max(office_day(e.at, e.on) COLLATE "C") FILTER (WHERE e.kind = 'hearing_decided'), '') COLLATE "C"
            FROM counting_events(NEW.custody_id, gone) e WHERE e.kind IN ('hearing_petitioned', 'hearing_decided')) THEN
            RAISE EXCEPTION 'A petition for a hearing is open; the car must not be disposed of' USING ERRCODE = 'IT014';
        END IF;
        IF EXISTS (SELECT FROM counting_events(NEW.custody_id, gone) e
                   WHERE e.kind = 'hearing_decided' AND e.data ->> 'outcome' = 'for_owner') THEN
            RAISE EXCEPTION 'The court decided for the owner; the car must not be disposed of' USING ERRCODE = 'IT014';
        END IF;
    END IF;

    IF NEW.kind = 'sold' AND NEW.data ->> 'flagged' IS DISTINCT FROM 'yes' AND 2 > (
        SELECT count(DISTINCT e.kind) FROM counting_events(NEW.custody_id, gone) e
        WHERE e.kind IN ('sos_notice_dated', 'bill_of_sale_received')) THEN
        RAISE EXCEPTION 'A sale needs the SOS notice date and the TR-52L. If it already happened, enter it as flagged'
            USING ERRCODE = 'IT014';
    END IF;
    RETURN NEW;
END
$$;

-- What cannot be refused is not asked: an import brings thousands of tows.
CREATE TRIGGER refuse_event BEFORE INSERT ON events FOR EACH ROW
    WHEN (NEW.supersedes IS NOT NULL OR NEW.kind IN (
        'redeemed', 'released', 'sold', 'transferred_to_custodian', 'scrapped', 'moved', 'voided',
        'sos_notice_dated', 'hearing_decided', 'hold_placed', 'hold_lifted'))
    EXECUTE FUNCTION refuse_event();

REVOKE ALL ON FUNCTION office_day(timestamptz, date), counting_events(bigint, uuid), open_holds(bigint, uuid), refuse_event() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office_day(timestamptz, date), counting_events(bigint, uuid), open_holds(bigint, uuid) TO @prefix@_viewer;
GRANT SELECT ON event_papers TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE event_papers_id_seq TO @prefix@_viewer;
GRANT INSERT (custody_id, event_id, attachment_id) ON event_papers TO @prefix@_clerk;
