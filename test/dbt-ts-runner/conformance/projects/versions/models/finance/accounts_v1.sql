select 1 as version, 1 as id, 'x' as name
