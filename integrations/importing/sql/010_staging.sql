-- Grain: import_row one per usable row of the file, import_link one per account named in it, import_person one per
-- person named in it. Filled by COPY; gone when the transaction ends.
DROP TABLE IF EXISTS import_row, import_link, import_person;
CREATE TEMPORARY TABLE import_row (
    line integer NOT NULL,
    external_id text,
    identity text NOT NULL,
    account_external_id text NOT NULL,
    account_name text NOT NULL,
    person_name text NOT NULL,
    currency text,
    day date,
    cells jsonb NOT NULL,
    is_refused boolean NOT NULL,
    account_id bigint,
    person_id bigint,
    rate numeric(18, 8)
) ON COMMIT DROP;
CREATE TEMPORARY TABLE import_link (
    external_id text NOT NULL,
    name text NOT NULL,
    account_id bigint,
    fault text NOT NULL,
    PRIMARY KEY (external_id, name)
) ON COMMIT DROP;
CREATE TEMPORARY TABLE import_person (name text PRIMARY KEY, person_id bigint NOT NULL) ON COMMIT DROP
