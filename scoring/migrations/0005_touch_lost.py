"""An account that is marked as lost, or is one of ours again, is judged anew in the next night."""

from django.db import migrations

TOUCH = """
CREATE TRIGGER scoring_touch_lost AFTER UPDATE OF lost_on ON accounts_account
    FOR EACH ROW WHEN (OLD.lost_on IS DISTINCT FROM NEW.lost_on) EXECUTE FUNCTION scoring_touch_account();
"""


class Migration(migrations.Migration):
    dependencies = [("scoring", "0004_ranks_go_on"), ("accounts", "0009_lost")]

    operations = [migrations.RunSQL(TOUCH, "DROP TRIGGER scoring_touch_lost ON accounts_account")]
