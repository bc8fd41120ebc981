select 3 as version, 1 as id
