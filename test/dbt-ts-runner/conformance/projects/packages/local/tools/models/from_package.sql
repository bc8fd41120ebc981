select {{ greet('x') }} as greeting, {{ part('y') }} as part, '{{ var("greeting") }}' as var,
  '{{ var("plain") }}' as plain, '{{ var("only") }}' as only, {{ helper() }} as helper, id
from {{ ref('lookup') }}
