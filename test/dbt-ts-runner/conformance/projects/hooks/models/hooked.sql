{{ config(
  materialized='table',
  pre_hook=["{{ note('first pre') }}", {"sql": "{{ note('second pre') }}", "transaction": true}],
  post_hook="{{ note('own post') }}"
) }}
select * from {{ ref('above') }}
