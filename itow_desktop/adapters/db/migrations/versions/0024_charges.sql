-- The fee schedule, the prices of mailing, the ledger of each car. Nothing here is changed or deleted.
-- @prefix@ stands for the database's name.
-- A refusal of the functions here has a code that begins with IT, its message is a sentence for people without its full stop.

-- Dollars. An entry is never changed: a later one counts instead, or it is withdrawn with the reason.
CREATE TABLE fee_schedule (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    since DATE NOT NULL,
    account TEXT,
    custody TEXT,
    tow NUMERIC(10, 2),
    storage NUMERIC(10, 2),
    day_count TEXT DEFAULT 'calendar'::text NOT NULL,
    first_day BOOLEAN DEFAULT true NOT NULL,
    free_hours INTEGER DEFAULT 0 NOT NULL,
    administration NUMERIC(10, 2),
    gate NUMERIC(10, 2),
    written BOOLEAN DEFAULT false NOT NULL,
    also_here BOOLEAN DEFAULT false NOT NULL,
    note TEXT,
    withdrawn TEXT,
    set_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    set_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_fee_schedule PRIMARY KEY (id),
    CONSTRAINT ck_fee_schedule_account CHECK (account = btrim(account) AND account <> ''),
    CONSTRAINT ck_fee_schedule_custody CHECK (custody <> 'unknown'),
    CONSTRAINT ck_fee_schedule_amounts CHECK (tow >= 0 AND storage >= 0 AND administration >= 0 AND gate >= 0),
    CONSTRAINT ck_fee_schedule_day_count CHECK (day_count IN ('calendar', 'clock')),
    CONSTRAINT ck_fee_schedule_free_hours CHECK (free_hours BETWEEN 0 AND 240),
    CONSTRAINT ck_fee_schedule_withdrawn CHECK (btrim(withdrawn) <> ''),
    CONSTRAINT fk_fee_schedule_set_by FOREIGN KEY(set_by) REFERENCES staff (id)
);

CREATE TABLE postage_prices (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    component TEXT NOT NULL,
    since DATE NOT NULL,
    amount NUMERIC(10, 3) NOT NULL,
    set_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    set_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_postage_prices PRIMARY KEY (id),
    CONSTRAINT ck_postage_prices_component CHECK (component = btrim(component) AND component <> ''),
    CONSTRAINT ck_postage_prices_amount CHECK (amount >= 0),
    CONSTRAINT fk_postage_prices_set_by FOREIGN KEY(set_by) REFERENCES staff (id)
);

-- The span of storage is both days and all between; a line that takes another back has that one's kind and is negative.
CREATE TABLE ledger_lines (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    custody_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    amount NUMERIC(10, 2) NOT NULL,
    words TEXT NOT NULL,
    "first" DATE NOT NULL,
    "last" DATE,
    rate NUMERIC(10, 2),
    corrects BIGINT,
    reason TEXT,
    fees_id INTEGER,
    piece_id BIGINT,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_ledger_lines PRIMARY KEY (id),
    CONSTRAINT uq_ledger_lines_custody_id UNIQUE (custody_id, id),
    CONSTRAINT ck_ledger_lines_kind
        CHECK (kind IN ('tow', 'storage', 'state_fee', 'administration', 'notice', 'gate', 'other')),
    CONSTRAINT ck_ledger_lines_sign CHECK (amount <> 0 AND (amount < 0) = (corrects IS NOT NULL)),
    CONSTRAINT ck_ledger_lines_words CHECK (words = btrim(words) AND words <> ''),
    CONSTRAINT ck_ledger_lines_reason CHECK ((corrects IS NULL) = (reason IS NULL) AND btrim(reason) <> ''),
    CONSTRAINT ck_ledger_lines_span CHECK ((kind = 'storage' AND corrects IS NULL) = ("last" IS NOT NULL) AND "last" >= "first"),
    CONSTRAINT ck_ledger_lines_rate CHECK (("last" IS NULL) = (rate IS NULL) AND amount = rate * ("last" - "first" + 1)),
    CONSTRAINT fk_ledger_lines_custody_id FOREIGN KEY(custody_id) REFERENCES custodies (id),
    CONSTRAINT fk_ledger_lines_corrects FOREIGN KEY(custody_id, corrects) REFERENCES ledger_lines (custody_id, id),
    CONSTRAINT fk_ledger_lines_fees_id FOREIGN KEY(fees_id) REFERENCES fee_schedule (id),
    CONSTRAINT fk_ledger_lines_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id)
);

CREATE UNIQUE INDEX ix_ledger_lines_piece_id ON ledger_lines (piece_id) WHERE piece_id IS NOT NULL;
CREATE INDEX ix_ledger_lines_corrects ON ledger_lines (corrects) WHERE corrects IS NOT NULL;

-- No more is taken back than was charged. What the fee schedule or the law asks, a manager waives; a typed charge
-- anybody who may type one takes back.
CREATE FUNCTION guard_correction() RETURNS trigger LANGUAGE plpgsql SET search_path = itow, pg_temp AS $$
DECLARE
    line ledger_lines%ROWTYPE;
BEGIN
    PERFORM FROM custodies WHERE id = NEW.custody_id FOR UPDATE; -- two at once wait for each other here
    SELECT * INTO line FROM ledger_lines WHERE id = NEW.corrects AND custody_id = NEW.custody_id;
    IF NOT found OR line.corrects IS NOT NULL OR line.kind <> NEW.kind THEN
        RAISE EXCEPTION 'This is no charge that can be taken back' USING ERRCODE = 'IT020';
    ELSIF line.amount + NEW.amount + (SELECT coalesce(sum(amount), 0) FROM ledger_lines WHERE corrects = line.id) < 0 THEN
        RAISE EXCEPTION 'More would be taken back than was charged' USING ERRCODE = 'IT020';
    ELSIF (line.fees_id IS NOT NULL OR line.kind = 'state_fee') AND NOT pg_has_role(current_user, '@prefix@_manager', 'MEMBER') THEN
        RAISE EXCEPTION 'only a manager waives what the fee schedule asks' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER guard_correction BEFORE INSERT ON ledger_lines
    FOR EACH ROW WHEN (NEW.corrects IS NOT NULL) EXECUTE FUNCTION guard_correction();

REVOKE ALL ON FUNCTION guard_correction() FROM PUBLIC;

SELECT keep_history_of('fee_schedule');
SELECT only_append_to(name) FROM unnest(ARRAY['ledger_lines', 'postage_prices']) AS name;
SELECT tell_changes_of('ledger_lines', 'cars', 'custody_id');
SELECT tell_changes_of(name, 'office') FROM unnest(ARRAY['fee_schedule', 'postage_prices']) AS name;

GRANT SELECT ON fee_schedule, postage_prices, ledger_lines TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE fee_schedule_id_seq, postage_prices_id_seq, ledger_lines_id_seq TO @prefix@_viewer;
GRANT INSERT (since, account, custody, tow, storage, day_count, first_day, free_hours, administration, gate, written, also_here, note),
    UPDATE (withdrawn) ON fee_schedule TO @prefix@_manager;
GRANT INSERT (component, since, amount) ON postage_prices TO @prefix@_manager;
GRANT INSERT (custody_id, kind, amount, words, "first", "last", rate, corrects, reason, fees_id, piece_id) ON ledger_lines TO @prefix@_clerk;
