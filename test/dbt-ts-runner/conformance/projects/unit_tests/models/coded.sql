select max(code) as code from {{ ref('codes') }}
