-- Grain: an opportunity of the last three years; then its moves, five on average: opened in the first stage, revalued,
-- from stage to stage to the one it stands in, won or lost. What rows repeat of their moves (left_stages, passed_stages,
-- days) is written at once: telling it anew of five million moves takes longer than everything else.
-- Writes pipeline_opportunity, pipeline_move.
INSERT INTO pipeline_opportunity (
    version, created_at, updated_at, owner_id, team_id, shared_with, account_id, name, search_text, stage_id,
    stage_since, status, amount, currency, rate, expected_close_on, opened_on, closed_on, close_reason, close_note,
    product, source, next_step, external_id, left_stages, passed_stages
)
SELECT
    1, opened_at, opened_at, account.owner_id, account.team_id, '{}', account.id, '自动化产线 ' || n, '自动化产线 ' || n,
    (%(stages)s::bigint[])[1 + n %% %(stage_count)s], opened_at + stayed, status,
    1000 * (5 + (n * 7919::bigint) %% 900), %(currency)s, 1, (opened_at + interval '120 days')::date, opened_at::date,
    CASE WHEN status <> 'open' THEN (opened_at + stayed * 2)::date END,
    CASE WHEN status <> 'open' THEN 'price' ELSE '' END, '', '自动化产线', '', '', 'SO' || n,
    (%(stages)s::smallint[])[1:n %% %(stage_count)s + CASE WHEN status = 'open' THEN 0 ELSE 1 END],
    (%(stages)s::smallint[])[1:n %% %(stage_count)s]
FROM generate_series(0, %(opportunities)s - 1) AS n,
    LATERAL (
        SELECT %(now)s::timestamptz - (60 + (n * 104729::bigint) %% 1035) * interval '1 day' AS opened_at,
               (1 + n %% 29) * interval '1 day' AS stayed,
               (ARRAY['open', 'won', 'lost', 'open', 'won'])[1 + n %% 5] AS status,
               floor(%(accounts)s * power(((n * 7919::bigint) %% 10007) / 10007.0::float8, 1.8))::bigint AS place
    ) AS drawn
JOIN accounts_account AS account ON account.id = %(first_account)s + drawn.place
ORDER BY n;
INSERT INTO pipeline_move (
    opportunity_id, kind, from_stage_id, to_stage_id, amount_before, amount_after, currency, base_before, base_after, at,
    days, by_id, owner_id, team_id, cause, reason, note
)
SELECT
    row.id, step.kind, step.from_stage, step.to_stage, step.before, step.after, row.currency, step.before, step.after,
    step.at, (EXTRACT(epoch FROM step.at - step.entered) * 1000000)::float8 / 86400000000::float8,
    row.owner_id, row.owner_id, row.team_id, '',
    CASE WHEN step.kind IN ('won', 'lost') THEN row.close_reason ELSE '' END, ''
FROM pipeline_opportunity AS row,
    LATERAL (
        SELECT array_position(%(stages)s::bigint[], row.stage_id) AS reached, row.stage_since - row.created_at AS took
    ) AS way,
    LATERAL (
        SELECT 1 AS place, 'opened' AS kind, NULL::bigint AS from_stage, (%(stages)s::bigint[])[1] AS to_stage,
               NULL::numeric AS before, row.amount - 500 AS after, row.created_at AS at,
               NULL::timestamptz AS entered
        UNION ALL
        SELECT 2, 'amount', (%(stages)s::bigint[])[1], (%(stages)s::bigint[])[1], row.amount - 500, row.amount,
               row.created_at + interval '1 hour', NULL
        UNION ALL
        SELECT 1 + number, 'stage', (%(stages)s::bigint[])[number - 1], (%(stages)s::bigint[])[number], row.amount,
               row.amount, row.created_at + way.took * (number - 1) / (way.reached - 1),
               row.created_at + way.took * (number - 2) / (way.reached - 1)
        FROM generate_series(2, way.reached) AS number
        UNION ALL
        SELECT 9, row.status, row.stage_id, NULL, row.amount, row.amount, row.closed_on::timestamptz + interval '20 hours',
               row.created_at + CASE WHEN way.reached = 1 THEN interval '0' ELSE way.took END
        WHERE row.status <> 'open'
    ) AS step
WHERE row.external_id LIKE 'SO%%'
ORDER BY row.id, step.place
