-- Grain: a ledger entry. Writes scoring_ledgerentry. Revenue falls off with the account's place like a Pareto tail; a
-- fifth of the accounts lose money; every account buys in its own months of the last two years, but one in seventeen
-- stopped half a year ago, and one in 943 has never bought.
INSERT INTO scoring_ledgerentry (account_id, date, revenue, cost, currency, rate, external_id, note, created_at)
SELECT
    %(first_account)s + dealt.place, (%(now)s::timestamptz - drawn.back * interval '1 day')::date, sized.revenue,
    round(sized.revenue * CASE WHEN dealt.place %% 5 = 0 THEN 1.06 ELSE 0.62 + (dealt.place %% 30) / 100.0 END, 2),
    %(currency)s, 1, 'SL' || n, '', %(now)s
FROM generate_series(0, %(ledger_rows)s - 1) AS n,
    LATERAL (
        SELECT (n * 7919::bigint) %% %(accounts)s AS place,
               ((n / %(accounts)s) * 61 + (n * 104729::bigint) %% 53) %% 720 AS back
    ) AS turn,
    LATERAL (
        SELECT CASE WHEN turn.place %% 943 = 0 THEN (turn.place + 1) %% %(accounts)s ELSE turn.place END AS place
    ) AS dealt,
    LATERAL (
        SELECT CASE WHEN dealt.place %% 17 = 3 THEN 180 + turn.back * 3 / 4 ELSE turn.back END AS back
    ) AS drawn,
    LATERAL (
        SELECT round((200 + 4000000 / power((1 + (dealt.place * 31) %% %(accounts)s)::float8, 0.75)
                      * (0.5 + ((n * 15485863::bigint) %% 1000) / 1000.0::float8))::numeric, 2) AS revenue
    ) AS sized
