-- Grain: one row per alert whose horizon was over within the year up to the business date, and whose verdict differs from
-- what is kept. Reads: scoring_alert (alert_opened), scoring_ledgerentry (ledger_window), accounts_visit
-- (visit_account_time). Writes: scoring_alert.verdict (primary key), nothing else: nobody's edit, so the version stays.
-- Only customers can leave: the account had an order in the year before the alert. It left when its closing says so or
-- no order came within the horizon. Else it stayed: a false alarm when somebody closed it so or nobody had acted before
-- the order came; kept when somebody had taken it on, had visited the customer, or closed it as kept.
UPDATE scoring_alert AS alert
SET verdict = told.verdict
FROM (
    SELECT alert.id,
           CASE WHEN NOT was_customer THEN ''
                WHEN outcome = 'lost' OR ordered_on IS NULL THEN 'left'
                WHEN outcome = 'false_alarm' THEN 'false_alarm'
                WHEN outcome = 'kept' OR (acting_since AT TIME ZONE %(zone)s)::date <= ordered_on OR was_visited THEN 'kept'
                ELSE 'false_alarm' END AS verdict
    FROM scoring_alert AS alert
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM scoring_ledgerentry
            WHERE account_id = alert.account_id AND date > opened_on - %(year)s AND date <= opened_on AND revenue_base > 0
        ) AS was_customer
    ) AS before
    CROSS JOIN LATERAL (
        SELECT min(date) AS ordered_on
        FROM scoring_ledgerentry
        WHERE account_id = alert.account_id AND date > opened_on AND date <= opened_on + %(horizon)s AND revenue_base > 0
    ) AS after
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM accounts_visit
            WHERE account_id = alert.account_id AND state = 'logged' AND outcome <> 'not_met'
              AND starts_at >= (opened_on + 1)::timestamp AT TIME ZONE %(zone)s
              AND starts_at < (ordered_on + 1)::timestamp AT TIME ZONE %(zone)s
        ) AS was_visited
    ) AS acted
    WHERE opened_on > %(date)s::date - %(horizon)s - %(year)s AND opened_on <= %(date)s::date - %(horizon)s
) AS told
WHERE alert.id = told.id AND alert.verdict <> told.verdict
