select * from {{ ref('accounts', v=1) }} union all select version, id, 'y' from {{ ref('accounts', version=3) }}
