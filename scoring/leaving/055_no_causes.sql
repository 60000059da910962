-- Grain: one row per account and cause that speaks for itself as of the business date; the next step fills it.
-- Writes: night_cause (temporary).
DROP TABLE IF EXISTS night_cause;
CREATE TEMP TABLE night_cause (
    account_id bigint, cause text, owner_id bigint, due_days integer, facts jsonb, one_day date, other_day date,
    number integer, amount numeric, other_amount numeric, PRIMARY KEY (account_id, cause)
) ON COMMIT DROP
