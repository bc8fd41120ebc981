{#
What a word of a source stands for, by the variable `meanings`: a map of kinds, in each of them the portfolio's words
and for each those that sources say instead. NULL where nobody has said; case, spaces and hyphens do not matter.
#}
{% macro meaning(kind, text) -%}
    case {{ event_key(text) }}
        {%- for known, others in var('meanings')[kind].items() %}
        {%- for word in [known] + others %}
        when '{{ word }}' then '{{ known }}'
        {%- endfor %}
        {%- endfor %}
    end
{%- endmacro %}

{# The same, and the source's own word where nobody has said; data_findings lists those. #}
{% macro meaning_or_word(kind, text) -%}
    coalesce({{ meaning(kind, text) }}, {{ event_key(text) }})
{%- endmacro %}
