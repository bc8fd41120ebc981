select count(*) as seeds, sum(decimal) as total from {{ ref('inferred') }}
where exists (select 1 from {{ ref('plain') }})
