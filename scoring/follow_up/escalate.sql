-- Grain: open alerts past their day that stand with another person than they should. Reads: scoring_alert
-- (alert_state_due), scoring_alertrule, accounts_account, teams. Writes: scoring_alert (primary key), journal_event,
-- notices_notice.
-- Who leads a team: its manager or director, of several the one who is here longest. Past its day an alert goes to
-- the nearest of those who lead the account's team or one above it; after each further period one higher, as far as
-- there is anybody. Nobody is handed an alert of his own, nor one of who stands above him. A rule that asks for
-- an acknowledgement only raises an alert no further once it has one. Nobody's edit, so the version stays.
WITH leader AS (
    SELECT DISTINCT ON (team_id) team_id, id AS user_id, name
    FROM teams_user
    WHERE is_active AND role IN ('manager', 'director')
    ORDER BY team_id, id
),
chain AS (
    SELECT team.id AS team_id, user_id, leader.name,
           row_number() OVER (PARTITION BY team.id ORDER BY length(above.path) DESC) AS height
    FROM teams_team AS team
    JOIN teams_team AS above ON starts_with(team.path, above.path)
    JOIN leader ON leader.team_id = above.id
),
late AS (
    SELECT alert.id, account.team_id, alert.owner_id,
           CASE WHEN escalates = 'until_seen' AND state <> 'new' THEN escalation_level
                ELSE 1 + (%(today)s::date - due_on - 1) / escalate_days END AS level
    FROM scoring_alert AS alert
    JOIN scoring_alertrule AS rule ON rule.cause = alert.cause AND escalates <> 'never'
    JOIN accounts_account AS account ON account.id = alert.account_id
    WHERE state IN ('new', 'acknowledged', 'acting') AND due_on < %(today)s
),
wanted AS (
    SELECT DISTINCT ON (late.id) late.id, chain.user_id, chain.name, chain.height - coalesce(own.height, 0) AS level
    FROM late
    JOIN chain ON chain.team_id = late.team_id
    LEFT JOIN chain AS own ON own.team_id = late.team_id AND own.user_id = late.owner_id
    WHERE chain.height > coalesce(own.height, 0) AND chain.height <= coalesce(own.height, 0) + late.level
    ORDER BY late.id, chain.height DESC
),
-- In the order of ids, as nights and who acknowledges many at once lock them.
held AS MATERIALIZED (
    SELECT alert.id
    FROM scoring_alert AS alert
    JOIN wanted ON wanted.id = alert.id AND escalated_to_id IS DISTINCT FROM wanted.user_id
    ORDER BY alert.id
    FOR NO KEY UPDATE OF alert
),
raised AS (
    UPDATE scoring_alert AS alert
    SET escalated_to_id = wanted.user_id, escalation_level = wanted.level, escalated_on = %(today)s
    FROM held
    JOIN wanted ON wanted.id = held.id
    -- Its state once more: it may have been closed since, and the row is read anew once its lock is had.
    WHERE alert.id = wanted.id AND alert.state IN ('new', 'acknowledged', 'acting') AND escalated_to_id IS DISTINCT FROM wanted.user_id
    RETURNING alert.id, account_id, wanted.user_id, wanted.name, wanted.level
),
-- Who is handed several at once is told of them once, with their number.
told AS (
    INSERT INTO notices_notice (person_id, kind, verb, at, subject_type, subject_id, account_id, about, detail, many)
    SELECT user_id, 'escalated', 'alert.escalated', now(), 'alert',
           CASE WHEN count(*) = 1 THEN min(raised.id) END, CASE WHEN count(*) = 1 THEN min(account_id) END,
           CASE WHEN count(*) = 1 THEN min(account.name) ELSE '' END, '', count(*)
    FROM raised
    JOIN accounts_account AS account ON account.id = account_id
    WHERE NOT EXISTS (SELECT FROM notices_unwanted WHERE person_id = user_id AND kind = 'escalated')
    GROUP BY user_id
)
INSERT INTO journal_event (at, actor_id, verb, subject_type, subject_id, account_id, changes)
SELECT now(), NULL, 'alert.escalated', 'alert', id, account_id, jsonb_build_object('escalated_to', name, 'level', level)
FROM raised
ORDER BY id
