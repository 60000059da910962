-- Grain: the one import that is under way.
UPDATE integrations_import SET doing = %(doing)s, done = %(done)s, total = %(total)s WHERE id = %(id)s
