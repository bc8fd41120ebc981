select * from {{ ref('adults') }}
