-- Grain: an opportunity; then its moves: opened in the first stage, passed to the one it stands in, won or lost.
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
    CASE WHEN status <> 'open' THEN 'price' ELSE '' END, '', '自动化产线', '', '', 'SO' || n, '{}', '{}'
FROM generate_series(0, %(opportunities)s - 1) AS n,
    LATERAL (
        SELECT %(now)s::timestamptz - (60 + (n * 104729::bigint) %% 600) * interval '1 day' AS opened_at,
               (1 + n %% 29) * interval '1 day' AS stayed,
               (ARRAY['open', 'won', 'lost', 'open', 'won'])[1 + n %% 5] AS status,
               floor(%(accounts)s * power(((n * 7919::bigint) %% 10007) / 10007.0, 1.8))::bigint AS place
    ) AS drawn
JOIN accounts_account AS account ON account.id = %(first_account)s + drawn.place
ORDER BY n;
INSERT INTO pipeline_move (
    opportunity_id, kind, from_stage_id, to_stage_id, amount_before, amount_after, currency, base_before, base_after, at,
    by_id, owner_id, team_id, reason, note, cause
)
SELECT row.id, step.kind, step.from_stage, step.to_stage, CASE WHEN step.kind <> 'opened' THEN row.amount END,
       row.amount, row.currency, CASE WHEN step.kind <> 'opened' THEN row.amount END, row.amount, step.at, row.owner_id, row.owner_id, row.team_id,
       CASE WHEN step.kind IN ('won', 'lost') THEN row.close_reason ELSE '' END, '', ''
FROM pipeline_opportunity AS row,
    LATERAL (VALUES
        (1, 'opened', NULL::bigint, (%(stages)s::bigint[])[1], row.created_at),
        (2, 'stage', (%(stages)s::bigint[])[1], row.stage_id, row.stage_since),
        (3, row.status, row.stage_id, NULL::bigint, row.closed_on::timestamptz)
    ) AS step (place, kind, from_stage, to_stage, at)
WHERE row.external_id LIKE 'SO%%' AND step.kind <> 'open'
  AND NOT (step.kind = 'stage' AND row.stage_id = (%(stages)s::bigint[])[1])
ORDER BY row.id, step.place
