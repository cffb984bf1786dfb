-- The vehicle list has a tab for each word of the queue.

-- "Next step" was one column with its day; whoever chose it sees both again.
UPDATE saved_views SET definition = jsonb_set(definition, '{columns}', (
    SELECT jsonb_agg(shown ORDER BY place, part) FROM (
        SELECT column_, place, 2 AS part, column_ AS shown FROM jsonb_array_elements(definition -> 'columns') WITH ORDINALITY AS c (column_, place)
        UNION ALL
        SELECT column_, place, 1, '["next_step", null]' FROM jsonb_array_elements(definition -> 'columns') WITH ORDINALITY AS c (column_, place)
        WHERE column_ ->> 0 = 'due'
    ) AS each
)) WHERE definition -> 'columns' @> '[["due"]]';

INSERT INTO saved_views (name, place, definition)
SELECT name, (SELECT coalesce(max(place), 0) FROM saved_views) + place, definition::jsonb FROM (VALUES
    ('Late', 1, '{"filters": {"urgencies": ["late"]}, "sort": [["due", false]]}'),
    ('Today', 2, '{"filters": {"urgencies": ["today"]}, "sort": [["due", false]]}'),
    ('Questions', 3, '{"filters": {"urgencies": ["ask"]}, "sort": [["next_step", false]]}'),
    ('Waiting', 4, '{"filters": {"urgencies": ["waiting"]}, "sort": [["due", false]]}'),
    ('On hold', 5, '{"filters": {"on_hold": true}, "status": "on_lot"}'),
    ('Can be scheduled (not cleared)', 6, '{"filters": {"urgencies": ["ready"]}, "sort": [["due", false]]}'),
    ('No next step', 7, '{"filters": {"urgencies": ["none"]}}')
) AS views (name, place, definition);
