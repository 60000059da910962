-- Grain: an account. Writes accounts_account. Names in Chinese and Latin with their sort keys and search texts; owners
-- in turn, so that everybody has equally many.
INSERT INTO accounts_account (
    version, created_at, updated_at, owner_id, team_id, shared_with, name, sort_key, search_text, external_id,
    industry, nature, kind, territory, stage, filtered_reason, website, phone, address, notes, owner_since,
    next_step, tier, value_level, covered_by
)
SELECT
    1, %(now)s::timestamptz - age, %(now)s::timestamptz - age, (%(owners)s::bigint[])[1 + n %% %(people)s],
    (%(teams)s::bigint[])[1 + n %% %(people)s], '{}',
    made.name, made.sort_key, lower(made.name) || ' ' || replace(made.sort_key, ' ', '') || ' ' || made.initials,
    'S' || lpad(n::text, 8, '0'),
    (ARRAY['机械制造', '电子', '化工', 'Automotive', 'Steel', 'Foods', '新能源', 'Logistics'])[1 + n %% 8],
    (ARRAY['private', 'state', 'foreign', 'listed'])[1 + n %% 4], '',
    (ARRAY['华东', '华南', '华北', '西南'])[1 + n %% 4], (ARRAY['ordinary', 'key', 'potential'])[1 + n %% 3], '',
    '', '', '', '', (%(now)s::timestamptz - age)::date, '', '',
    (ARRAY['product', 'solution', 'company', ''])[1 + n %% 4], (ARRAY['remote', 'person', 'team', ''])[1 + n %% 4]
FROM generate_series(0, %(accounts)s - 1) AS n,
    LATERAL (SELECT (30 + (n * 7919::bigint) %% 2000) * interval '1 day' AS age) AS since,
    LATERAL (
        SELECT
            CASE WHEN n %% 3 = 0 THEN (%(brands)s::text[])[1 + n %% %(brand_count)s] || ' Group ' || n
                 ELSE (%(cities)s::text[])[1 + n %% %(city_count)s] || (%(words)s::text[])[1 + n %% %(word_count)s] || n
            END AS name,
            CASE WHEN n %% 3 = 0 THEN lower((%(brands)s::text[])[1 + n %% %(brand_count)s]) || ' group ' || n
                 ELSE (%(city_keys)s::text[])[1 + n %% %(city_count)s] || ' '
                      || (%(word_keys)s::text[])[1 + n %% %(word_count)s] || ' ' || n
            END AS sort_key,
            CASE WHEN n %% 3 = 0 THEN ''
                 ELSE (%(city_initials)s::text[])[1 + n %% %(city_count)s]
                      || (%(word_initials)s::text[])[1 + n %% %(word_count)s] || n
            END AS initials
    ) AS made
ORDER BY n
