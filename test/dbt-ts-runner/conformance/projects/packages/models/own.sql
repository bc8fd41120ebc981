select {{ tools.greet('a') }} as greeting, {{ tools.part('b') }} as part, {{ helper() }} as helper,
  {{ tools.helper() }} as theirs, {{ tools.calls_helper() }} as called, {{ shop.shop_name() }} as name,
  {{ dbt.length("'abc'") }} as long, {{ length("'abc'") }} as plain_long, '{{ var("plain") }}' as plain, id
from {{ ref('tools', 'from_package') }}
