{{ config(contract={'enforced': false}) }}
select * from {{ ref('people') }}
