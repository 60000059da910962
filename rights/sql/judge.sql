-- The 4R check: what each account lacks of the right plan, frequency, information sharing and manager, and whether it is
-- the right customer. Grain: one row an account that somebody should visit. With `account`, of one alone.
-- Reads: accounts, visits of twelve months, people, plans of the year, what is expected, surveys, walls, completeness,
-- open opportunities, the rule. Writes: rights_verdict, where it differs; of accounts that are out of it, it goes.
-- Visits are counted as accounts/sql/coverage_accounts.sql counts them.
DELETE FROM rights_verdict AS kept
USING accounts_account AS account
WHERE account.id = kept.account_id
  AND (
      account.archived_at IS NOT NULL OR account.lost_on IS NOT NULL OR account.merged_into_id IS NOT NULL
      OR account.stage = 'filtered'
  )
  AND account.id = %(account)s -- only one
;
WITH rule AS (
    SELECT * FROM rights_rightsrule WHERE id = 1
),
chosen AS MATERIALIZED (
    SELECT
        account.id,
        account.tier,
        account.owner_id,
        account.tier = ANY (rule.key_tiers) AS is_key,
        (account.created_at AT TIME ZONE %(zone)s)::date AS created_on,
        account.next_step_on
    FROM accounts_account AS account
    CROSS JOIN rule
    WHERE account.archived_at IS NULL
      AND account.lost_on IS NULL
      AND account.merged_into_id IS NULL
      AND account.stage <> 'filtered'
      AND account.id = %(account)s -- only one
),
visits AS (
    SELECT
        visit.account_id,
        COUNT(*) FILTER (WHERE visit.state = 'logged' AND visit.outcome <> 'not_met') AS made,
        COUNT(*) FILTER (WHERE visit.state = 'planned' AND visit.starts_at >= %(midnight)s) AS planned,
        MIN(visit.starts_at) FILTER (WHERE visit.state = 'logged') AS first_at,
        MAX(visit.starts_at) FILTER (
            WHERE visit.state = 'logged' AND visit.outcome <> 'not_met' AND visit.by_id = chosen.owner_id
        ) AS own_at
    FROM accounts_visit AS visit
    JOIN chosen ON chosen.id = visit.account_id
    WHERE visit.starts_at >= %(since)s
    GROUP BY visit.account_id
),
people AS (
    SELECT
        contact.account_id,
        COUNT(*) FILTER (WHERE contact.last_met_on >= %(first)s) AS met,
        MAX(contact.last_met_on) FILTER (WHERE decider.contact_id IS NOT NULL) AS decider_on
    FROM accounts_contact AS contact
    JOIN chosen ON chosen.id = contact.account_id
    LEFT JOIN accounts_contactrole AS decider
        ON decider.contact_id = contact.id
        AND decider.account_id = contact.account_id
        AND decider.role = 'decision_maker'
    WHERE contact.archived_at IS NULL
    GROUP BY contact.account_id
),
planning AS (
    SELECT
        plan.account_id,
        plan.id,
        (SELECT COUNT(*) FROM plans_objective AS objective WHERE objective.plan_id = plan.id AND NOT objective.is_dropped)
            AS objectives,
        (
            SELECT COUNT(*) FROM plans_planaction AS action
            WHERE action.plan_id = plan.id AND NOT action.is_dropped AND action.done_at IS NULL
        ) AS steps,
        (
            SELECT COUNT(*) FROM plans_planaction AS action
            WHERE action.plan_id = plan.id AND NOT action.is_dropped AND action.done_at IS NULL
              AND action.due_on < %(today)s
        ) AS late
    FROM plans_accountplan AS plan
    JOIN chosen ON chosen.id = plan.account_id
    WHERE plan.year = %(year)s
),
deals AS (
    SELECT deal.account_id, COUNT(*) AS open
    FROM pipeline_opportunity AS deal
    JOIN chosen ON chosen.id = deal.account_id
    WHERE deal.status = 'open' AND deal.archived_at IS NULL
    GROUP BY deal.account_id
),
expected AS (
    SELECT expectation.account_id, MAX(expectation.heard_on) AS heard_on
    FROM dossier_expectation AS expectation
    JOIN chosen ON chosen.id = expectation.account_id
    WHERE expectation.ended_on IS NULL
    GROUP BY expectation.account_id
),
surveyed AS (
    SELECT survey.account_id, (MAX(survey.answered_at) AT TIME ZONE %(zone)s)::date AS answered_on
    FROM surveys_survey AS survey
    JOIN chosen ON chosen.id = survey.account_id
    WHERE survey.state = 'answered'
    GROUP BY survey.account_id
),
known AS (
    SELECT
        chosen.id AS account_id,
        chosen.tier,
        chosen.is_key,
        COALESCE(visits.made, 0) AS made,
        COALESCE(visits.planned, 0) AS planned,
        COALESCE((%(today)s::date - GREATEST(
            %(first)s::date, LEAST(chosen.created_on, (visits.first_at AT TIME ZONE %(zone)s)::date)
        )) / COALESCE(own.days, cadence.days), 0) AS asked,
        COALESCE(due.due_on < %(today)s, FALSE) AS is_overdue,
        NULLIF(due.due_on, date '9999-12-31') AS due_on,
        (visits.own_at AT TIME ZONE %(zone)s)::date AS own_on,
        COALESCE(people.met, 0) AS met,
        people.decider_on,
        planning.id AS plan_id,
        planning.objectives,
        COALESCE(planning.late, 0) AS late,
        chosen.next_step_on IS NOT NULL OR COALESCE(visits.planned, 0) > 0 OR COALESCE(planning.steps, 0) > 0 AS has_step,
        COALESCE(deals.open, 0) AS deals,
        expected.heard_on,
        surveyed.answered_on,
        wall.total AS wall,
        COALESCE(complete.score, 0) AS score,
        owner.is_active AS has_owner
    FROM chosen
    JOIN teams_user AS owner ON owner.id = chosen.owner_id
    LEFT JOIN accounts_visitdue AS due ON due.account_id = chosen.id
    LEFT JOIN accounts_cadence AS cadence ON cadence.tier = chosen.tier
    LEFT JOIN accounts_owncadence AS own ON own.account_id = chosen.id
    LEFT JOIN accounts_completeness AS complete ON complete.account_id = chosen.id
    LEFT JOIN visits ON visits.account_id = chosen.id
    LEFT JOIN people ON people.account_id = chosen.id
    LEFT JOIN planning ON planning.account_id = chosen.id
    LEFT JOIN deals ON deals.account_id = chosen.id
    LEFT JOIN expected ON expected.account_id = chosen.id
    LEFT JOIN surveyed ON surveyed.account_id = chosen.id
    LEFT JOIN relations_wall AS wall ON wall.account_id = chosen.id
),
lacking AS (
    SELECT
        known.*,
        ARRAY_REMOVE(ARRAY[
            CASE WHEN tier = '' AND deals = 0 THEN 'unrated' END,
            CASE WHEN tier = 'lead' AND made > asked THEN 'lead' END
        ], NULL) AS customer,
        ARRAY_REMOVE(ARRAY[
            CASE WHEN is_key AND plan_id IS NULL THEN 'no_plan' END,
            CASE WHEN is_key AND known.objectives < rule.objectives THEN 'no_objective' END,
            CASE WHEN late > 0 THEN 'late_action' END,
            CASE WHEN tier <> 'lead' AND NOT has_step THEN 'no_step' END
        ], NULL) AS plan,
        ARRAY_REMOVE(ARRAY[
            CASE WHEN is_overdue THEN 'timing' END,
            CASE WHEN made * 100 < asked * rule.visit_share THEN 'short' END,
            CASE WHEN is_key AND COALESCE(decider_on < %(today)s::date - rule.decider_days, TRUE) THEN 'depth' END,
            CASE
                WHEN tier <> 'lead' AND met < CASE WHEN is_key THEN rule.people_key ELSE rule.people_other END
                THEN 'breadth'
            END
        ], NULL) AS frequency,
        ARRAY_REMOVE(ARRAY[
            CASE WHEN score < rule.record_score THEN 'record' END,
            CASE
                WHEN is_key AND COALESCE(heard_on < %(today)s::date - rule.expectation_days, TRUE) THEN 'expectation'
            END,
            CASE
                WHEN is_key AND COALESCE(answered_on < %(today)s::date - rule.survey_days, TRUE) THEN 'satisfaction'
            END
        ], NULL) AS sharing,
        ARRAY_REMOVE(ARRAY[
            CASE WHEN NOT has_owner THEN 'inactive' END,
            CASE
                WHEN tier <> 'lead' AND COALESCE(own_on < %(today)s::date - rule.owner_days, TRUE) THEN 'not_met'
            END,
            CASE WHEN is_key AND COALESCE(wall < rule.wall_marks, TRUE) THEN 'wall' END
        ], NULL) AS manager
    FROM known
    CROSS JOIN rule
)
INSERT INTO rights_verdict AS kept (
    account_id, asked, made, planned, is_overdue, customer, plan, frequency, sharing, manager, bits, failing, place,
    evidence, judged_on
)
SELECT
    account_id, asked, made, planned, is_overdue, customer, plan, frequency, sharing, manager,
    (customer <> '{}')::int + (plan <> '{}')::int * 2 + (frequency <> '{}')::int * 4 + (sharing <> '{}')::int * 8
    + (manager <> '{}')::int * 16,
    (customer <> '{}')::int + (plan <> '{}')::int + (frequency <> '{}')::int + (sharing <> '{}')::int
    + (manager <> '{}')::int,
    CASE tier WHEN 'platinum' THEN 5 WHEN 'gold' THEN 15 WHEN 'iron' THEN 25 WHEN 'lead' THEN 35 ELSE 45 END
    - (customer <> '{}')::int - (plan <> '{}')::int - (frequency <> '{}')::int - (sharing <> '{}')::int
    - (manager <> '{}')::int,
    JSONB_STRIP_NULLS(JSONB_BUILD_OBJECT(
        'tier', tier, 'deals', deals, 'plan', plan_id, 'objectives', objectives, 'late', late, 'due_on', due_on,
        'met', met, 'decider_on', decider_on, 'score', score, 'heard_on', heard_on, 'answered_on', answered_on,
        'own_on', own_on, 'wall', wall
    )),
    %(today)s
FROM lacking
ORDER BY account_id
ON CONFLICT (account_id) DO UPDATE
SET
    asked = EXCLUDED.asked, made = EXCLUDED.made, planned = EXCLUDED.planned, is_overdue = EXCLUDED.is_overdue,
    customer = EXCLUDED.customer, plan = EXCLUDED.plan, frequency = EXCLUDED.frequency, sharing = EXCLUDED.sharing,
    manager = EXCLUDED.manager, bits = EXCLUDED.bits, failing = EXCLUDED.failing, place = EXCLUDED.place,
    evidence = EXCLUDED.evidence,
    judged_on = EXCLUDED.judged_on
WHERE (
    kept.asked, kept.made, kept.planned, kept.is_overdue, kept.customer, kept.plan, kept.frequency, kept.sharing,
    kept.manager, kept.evidence
) IS DISTINCT FROM (
    EXCLUDED.asked, EXCLUDED.made, EXCLUDED.planned, EXCLUDED.is_overdue, EXCLUDED.customer, EXCLUDED.plan,
    EXCLUDED.frequency, EXCLUDED.sharing, EXCLUDED.manager, EXCLUDED.evidence
)
