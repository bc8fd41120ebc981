select count(*) as days from {{ ref('by_day') }}
