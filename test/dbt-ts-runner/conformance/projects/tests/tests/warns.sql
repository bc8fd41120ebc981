{{ config(severity='warn', limit=1) }}
select id from {{ ref('people') }} where country = 'NO'
