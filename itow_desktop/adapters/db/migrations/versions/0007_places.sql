-- Places: what is agreed with properties, how police departments are reached.
-- @prefix@ stands for the database's name.

ALTER TABLE properties
    ADD COLUMN address TEXT,
    ADD COLUMN phone TEXT,
    ADD COLUMN contract_from DATE,
    ADD COLUMN contract_until DATE,
    ADD COLUMN contract TEXT,
    ADD COLUMN miles NUMERIC(5, 1),
    ADD COLUMN sign_exempt TEXT,
    ADD COLUMN notes TEXT,
    ADD COLUMN active BOOLEAN DEFAULT true NOT NULL,
    ADD CONSTRAINT ck_properties_name CHECK (name = btrim(name) AND name <> ''),
    ADD CONSTRAINT ck_properties_contract CHECK (contract_until >= contract_from),
    ADD CONSTRAINT ck_properties_miles CHECK (miles >= 0);

-- One property is written in several ways; each way leads to it, its own key too.
CREATE TABLE property_spellings (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    key TEXT NOT NULL,
    property_id INTEGER NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    CONSTRAINT pk_property_spellings PRIMARY KEY (id),
    CONSTRAINT uq_property_spellings_key UNIQUE (key),
    CONSTRAINT fk_property_spellings_property_id FOREIGN KEY(property_id) REFERENCES properties (id)
);

CREATE INDEX ix_property_spellings_property_id ON property_spellings (property_id);

INSERT INTO property_spellings (key, property_id) SELECT key, id FROM properties;

-- Who may ask for a tow there (MCL 257.252a: the owner or lessor, or whom they name).
CREATE TABLE property_callers (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    property_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    position TEXT,
    phone TEXT,
    since DATE,
    until DATE,
    active BOOLEAN DEFAULT true NOT NULL,
    CONSTRAINT pk_property_callers PRIMARY KEY (id),
    CONSTRAINT ck_property_callers_name CHECK (name = btrim(name) AND name <> ''),
    CONSTRAINT ck_property_callers_time CHECK (until >= since),
    CONSTRAINT fk_property_callers_property_id FOREIGN KEY(property_id) REFERENCES properties (id)
);

CREATE INDEX ix_property_callers_property_id ON property_callers (property_id);

-- A sign as somebody saw it on a day, at an entrance, with its photo (MCL 257.252k).
CREATE TABLE property_signs (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    property_id INTEGER NOT NULL,
    entrance TEXT NOT NULL,
    seen_on DATE NOT NULL,
    our_phone BOOLEAN,
    checked TEXT[] DEFAULT '{}' NOT NULL,
    note TEXT,
    sha256 TEXT,
    view_sha256 TEXT,
    thumb_sha256 TEXT,
    active BOOLEAN DEFAULT true NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_property_signs PRIMARY KEY (id),
    CONSTRAINT ck_property_signs_entrance CHECK (entrance = btrim(entrance) AND entrance <> ''),
    CONSTRAINT fk_property_signs_property_id FOREIGN KEY(property_id) REFERENCES properties (id),
    CONSTRAINT fk_property_signs_sha256 FOREIGN KEY(sha256) REFERENCES blobs (sha256),
    CONSTRAINT fk_property_signs_view_sha256 FOREIGN KEY(view_sha256) REFERENCES blobs (sha256),
    CONSTRAINT fk_property_signs_thumb_sha256 FOREIGN KEY(thumb_sha256) REFERENCES blobs (sha256),
    CONSTRAINT fk_property_signs_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id)
);

CREATE INDEX ix_property_signs_property_id ON property_signs (property_id);

CREATE TABLE property_complaints (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    property_id INTEGER NOT NULL,
    custody_id BIGINT,
    "on" DATE NOT NULL,
    from_whom TEXT NOT NULL,
    about TEXT NOT NULL,
    answer TEXT,
    settled_on DATE,
    active BOOLEAN DEFAULT true NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_property_complaints PRIMARY KEY (id),
    CONSTRAINT ck_property_complaints_from_whom CHECK (from_whom = btrim(from_whom) AND from_whom <> ''),
    CONSTRAINT ck_property_complaints_about CHECK (btrim(about) <> ''),
    CONSTRAINT ck_property_complaints_settled CHECK (settled_on >= "on"),
    CONSTRAINT fk_property_complaints_property_id FOREIGN KEY(property_id) REFERENCES properties (id),
    CONSTRAINT fk_property_complaints_custody_id FOREIGN KEY(custody_id) REFERENCES custodies (id),
    CONSTRAINT fk_property_complaints_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id)
);

CREATE INDEX ix_property_complaints_property_id ON property_complaints (property_id);

ALTER TABLE agencies
    ADD COLUMN preferred TEXT,
    ADD COLUMN notes TEXT,
    ADD CONSTRAINT ck_agencies_preferred CHECK (preferred IN ('phone', 'email', 'fax', 'print'));

-- A place that a department answers for no more stays on record.
ALTER TABLE agency_places ADD COLUMN active BOOLEAN DEFAULT true NOT NULL;

CREATE TABLE agency_contacts (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    agency_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    position TEXT,
    phone TEXT,
    email TEXT,
    active BOOLEAN DEFAULT true NOT NULL,
    CONSTRAINT pk_agency_contacts PRIMARY KEY (id),
    CONSTRAINT ck_agency_contacts_name CHECK (name = btrim(name) AND name <> ''),
    CONSTRAINT fk_agency_contacts_agency_id FOREIGN KEY(agency_id) REFERENCES agencies (id)
);

CREATE INDEX ix_agency_contacts_agency_id ON agency_contacts (agency_id);

-- Other names a department goes by: "Burton PD". The key is the name as it is compared.
CREATE TABLE agency_aliases (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    agency_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    CONSTRAINT pk_agency_aliases PRIMARY KEY (id),
    CONSTRAINT ck_agency_aliases_name CHECK (name = btrim(name) AND name <> ''),
    CONSTRAINT uq_agency_aliases_key UNIQUE (key),
    CONSTRAINT fk_agency_aliases_agency_id FOREIGN KEY(agency_id) REFERENCES agencies (id)
);

CREATE INDEX ix_agency_aliases_agency_id ON agency_aliases (agency_id);

SELECT keep_history_of('property_spellings');
SELECT keep_history_of('property_callers');
SELECT keep_history_of('property_signs');
SELECT keep_history_of('property_complaints');
SELECT keep_history_of('agency_contacts');
SELECT keep_history_of('agency_aliases');

GRANT SELECT ON property_spellings, property_callers, property_signs, property_complaints, agency_contacts, agency_aliases
    TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE property_spellings_id_seq, property_callers_id_seq, property_signs_id_seq, property_complaints_id_seq,
    agency_contacts_id_seq, agency_aliases_id_seq TO @prefix@_viewer; -- a copy of the database reads them too
GRANT INSERT, UPDATE ON property_spellings, property_callers, agency_contacts, agency_aliases TO @prefix@_clerk;
GRANT INSERT (property_id, entrance, seen_on, our_phone, checked, note, sha256, view_sha256, thumb_sha256),
    UPDATE (property_id, entrance, seen_on, our_phone, checked, note, active) ON property_signs TO @prefix@_clerk;
GRANT INSERT (property_id, custody_id, "on", from_whom, about, answer, settled_on),
    UPDATE (property_id, custody_id, "on", from_whom, about, answer, settled_on, active) ON property_complaints TO @prefix@_clerk;
