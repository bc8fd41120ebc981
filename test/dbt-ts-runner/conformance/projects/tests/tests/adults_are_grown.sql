{{ config(tags=['slow'], severity='error') }}
select * from {{ ref('adults') }} where age < 18
