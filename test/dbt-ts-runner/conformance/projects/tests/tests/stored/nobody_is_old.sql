select id, age from {{ ref('people') }} where age > 150
