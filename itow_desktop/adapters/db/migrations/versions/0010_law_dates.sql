-- Law dates: which rules of a pack somebody compared with the law in force.
-- @prefix@ stands for the database's name.

-- The mark is a fingerprint of all that the rule asked when it was compared: a rule that asks anything else is not checked by it.
-- A check is never changed; one that turns out wrong is taken back, with the reason.
CREATE TABLE rule_reviews (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    pack TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    rule_case TEXT DEFAULT ''::text NOT NULL,
    mark TEXT NOT NULL,
    checked_by TEXT NOT NULL,
    checked_on DATE NOT NULL,
    source TEXT NOT NULL,
    taken_back TEXT,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by INTEGER DEFAULT current_staff(),
    deed UUID DEFAULT current_deed(),
    CONSTRAINT pk_rule_reviews PRIMARY KEY (id),
    CONSTRAINT ck_rule_reviews_mark CHECK (mark ~ '^[0-9a-f]{64}$'),
    CONSTRAINT ck_rule_reviews_checked_by CHECK (checked_by = btrim(checked_by) AND checked_by <> ''),
    CONSTRAINT ck_rule_reviews_source CHECK (source = btrim(source) AND source <> ''),
    CONSTRAINT ck_rule_reviews_taken_back CHECK (btrim(taken_back) <> ''),
    CONSTRAINT fk_rule_reviews_recorded_by FOREIGN KEY(recorded_by) REFERENCES staff (id)
);

CREATE INDEX ix_rule_reviews_pack ON rule_reviews (pack);

SELECT keep_history_of('rule_reviews');
SELECT tell_changes_of('rule_reviews', 'office');

GRANT SELECT ON rule_reviews TO @prefix@_viewer;
GRANT SELECT ON SEQUENCE rule_reviews_id_seq TO @prefix@_viewer; -- a copy of the database reads it too
GRANT INSERT (pack, rule_id, rule_case, mark, checked_by, checked_on, source), UPDATE (taken_back) ON rule_reviews TO @prefix@_manager;
