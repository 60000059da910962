from django.db import migrations

# Every character and every pair of neighbours, so that one Chinese character or two Latin letters already
# use the index. IMMUTABLE, for it stands in an index expression.
CREATE = """
CREATE FUNCTION search_grams(typed text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT gram), '{}')
  FROM generate_series(1, length(typed)) AS place,
       LATERAL (VALUES (substr(typed, place, 1)), (substr(typed, place, 2))) AS grams(gram)
  WHERE gram !~ '\\s' AND gram <> ''
$$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION search_grams(text)")]
