-- Grain: the ids of accounts of which as many visits were made as `wanted` says: any, short, even or beyond.
-- Reads: the rows of coverage_accounts.sql. Writes: nothing.
SELECT account.id
FROM (
    /*rows*/
) AS account
WHERE %(wanted)s IN (
    'any',
    CASE WHEN account.made < account.asked THEN 'short' WHEN account.made > account.asked THEN 'beyond' ELSE 'even' END
)
