select *, '{{ target.database }}.{{ target.schema }}' as place, '{{ this.schema }}.{{ this.table }}' as me
from {{ ref('words') }} order by word
