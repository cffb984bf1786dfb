-- Parties with their addresses.
-- @prefix@ stands for the database's name.

-- The column address stays what the old database told; addresses have a table of their own from now on.
ALTER TABLE parties
    ADD COLUMN attention TEXT,
    ADD COLUMN email TEXT,
    ADD COLUMN individual BOOLEAN,
    ADD COLUMN found_by TEXT,
    ADD COLUMN found_on DATE,
    ADD COLUMN note TEXT,
    ADD COLUMN void TEXT,
    ADD COLUMN version INTEGER DEFAULT 1 NOT NULL,
    ADD COLUMN recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    ADD COLUMN recorded_by INTEGER DEFAULT current_staff(),
    ADD COLUMN deed UUID DEFAULT current_deed(),
    DROP CONSTRAINT ck_parties_role,
    ADD CONSTRAINT ck_parties_role CHECK (role IN ('owner', 'lienholder', 'insurer', 'lessor', 'agency', 'other')),
    ADD CONSTRAINT ck_parties_name CHECK (btrim(name) <> ''),
    ADD CONSTRAINT ck_parties_found_by CHECK (
        found_by IN ('in_person', 'police', 'state_notice', 'state_record', 'search_firm', 'towbook', 'old_database', 'lein', 'other')),
    ADD CONSTRAINT ck_parties_void CHECK (void = btrim(void) AND void <> ''),
    ADD CONSTRAINT fk_parties_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id),
    ADD CONSTRAINT uq_parties_id UNIQUE (id, custody_id);

-- An address without lines is one that nobody put into the lines of an envelope yet. The car is here too, so that the car's
-- history tells of its addresses; it follows the party.
CREATE TABLE party_addresses (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    party_id BIGINT NOT NULL,
    custody_id BIGINT NOT NULL,
    typed TEXT NOT NULL,
    lines TEXT[] DEFAULT '{}'::text[] NOT NULL,
    country TEXT DEFAULT 'US'::text NOT NULL,
    found_by TEXT,
    found_on DATE,
    purpose TEXT,
    good BOOLEAN DEFAULT true NOT NULL,
    why_bad TEXT,
    letters_here BOOLEAN DEFAULT true NOT NULL,
    void TEXT,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_party_addresses PRIMARY KEY (id),
    CONSTRAINT ck_party_addresses_typed CHECK (btrim(typed) <> ''),
    CONSTRAINT ck_party_addresses_country CHECK (country ~ '^[A-Z]{2}$'),
    CONSTRAINT ck_party_addresses_found_by CHECK (
        found_by IN ('in_person', 'police', 'state_notice', 'state_record', 'search_firm', 'towbook', 'old_database', 'lein', 'other')),
    CONSTRAINT ck_party_addresses_purpose CHECK (purpose IN ('towed', 'consent', 'litigation', 'not_a_record')),
    CONSTRAINT ck_party_addresses_why_bad CHECK (good = (why_bad IS NULL)),
    CONSTRAINT fk_party_addresses_party_id FOREIGN KEY(party_id, custody_id) REFERENCES parties (id, custody_id) ON UPDATE CASCADE,
    CONSTRAINT fk_party_addresses_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id)
);

CREATE INDEX ix_party_addresses_party_id ON party_addresses (party_id);

-- What mail was addressed to stays as it is: a change is another address.
CREATE FUNCTION keep_mailed_address() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM pieces WHERE address_id = NEW.id) THEN
        RAISE EXCEPTION 'a letter is addressed to this address' USING ERRCODE = 'IT023';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION keep_mailed_address() FROM PUBLIC;

CREATE TRIGGER keep_mailed_address BEFORE UPDATE OF typed, lines, country, void ON party_addresses
    FOR EACH ROW WHEN ((OLD.typed, OLD.lines, OLD.country, OLD.void) IS DISTINCT FROM (NEW.typed, NEW.lines, NEW.country, NEW.void))
    EXECUTE FUNCTION keep_mailed_address();
CREATE TRIGGER keep_under_legal_hold BEFORE UPDATE OF void ON parties
    FOR EACH ROW WHEN (OLD.void IS NULL AND NEW.void IS NOT NULL) EXECUTE FUNCTION keep_file_under_legal_hold();

SELECT keep_history_of('party_addresses');
SELECT tell_changes_of('party_addresses', 'cars', 'custody_id');

-- The old database is the only one that told of parties so far. What it told gets its address in lines when somebody checks it.
UPDATE parties SET found_by = 'old_database';
INSERT INTO party_addresses (party_id, custody_id, typed, found_by)
SELECT id, custody_id, address, 'old_database' FROM parties WHERE btrim(address) <> '';

-- As before, only that a party who was taken out is not found any more.
CREATE OR REPLACE FUNCTION fill_search() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
DECLARE
    known text;
    found text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT string_agg(concat_ws(' ', p.name, phone_figures(p.phone)), ' ') INTO known
        FROM parties p WHERE p.custody_id = NEW.id AND p.void IS NULL;
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

GRANT SELECT ON party_addresses TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE party_addresses_id_seq TO @prefix@_viewer;
GRANT INSERT (party_id, custody_id, typed, lines, country, found_by, found_on, purpose, good, why_bad, letters_here)
    ON party_addresses TO @prefix@_clerk;
GRANT UPDATE (typed, lines, country, found_by, found_on, purpose, good, why_bad, letters_here, void) ON party_addresses TO @prefix@_clerk;
