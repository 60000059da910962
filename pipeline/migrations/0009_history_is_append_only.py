from django.db import migrations

# What a move says is never changed (`days` only repeats the rows before it, `by` is emptied when a person is deleted),
# and it goes only with its opportunity. The second is judged at the end of the transaction, when an opportunity that is
# deleted together with its moves is gone. Who replaces a history by a truer one says so for his transaction
# (pipeline.services.rewriting).
TRIGGERS = """
CREATE FUNCTION pipeline_history_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('kam.rewrites_history', TRUE) = 'on' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a move is never changed: % of opportunity %', OLD.id, OLD.opportunity_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT FROM pipeline_opportunity WHERE id = OLD.opportunity_id) THEN
        RAISE EXCEPTION 'a move is never deleted: % of opportunity %', OLD.id, OLD.opportunity_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER pipeline_move_unchanged
    AFTER UPDATE OF
        opportunity_id, kind, from_stage_id, to_stage_id, amount_before, amount_after, currency, base_before, base_after,
        at, owner_id, team_id, from_owner_id, from_team_id, cause, since, reason, note
    ON pipeline_move FOR EACH ROW EXECUTE FUNCTION pipeline_history_stands();
CREATE CONSTRAINT TRIGGER pipeline_move_kept
    AFTER DELETE ON pipeline_move DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION pipeline_history_stands();
"""
NO_TRIGGERS = "DROP FUNCTION pipeline_history_stands CASCADE;"


class Migration(migrations.Migration):

    dependencies = [
        ('pipeline', '0008_opportunity_record'),
    ]

    operations = [
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
