{#
How much names of people resemble each other: words that both have / words that one of them has. An initial that fits
a word of the other name counts half.

`pairs` is a relation of pairs of names (name, other_name), `words` one of the words of each name (name, word).
Result: a relation with the columns name, other_name and similarity; pairs without anything in common are not in it.
#}
{% macro alike_names(pairs, words) -%}
    select
        shared.name,
        shared.other_name,
        {{ ratio('shared.words', 'own.words + other.words - shared.words') }} as similarity
    from (
        select
            pairs.name,
            pairs.other_name,
            count(case when own.word = other.word then 1 end)
                + 0.5 * count(distinct case
                    when own.word = other.word then null
                    when length(own.word) = 1 then own.word
                    else other.word
                end) as words
        from {{ pairs }} as pairs
        inner join {{ words }} as own on pairs.name = own.name
        inner join {{ words }} as other
            on pairs.other_name = other.name
            and (
                own.word = other.word
                or length(own.word) = 1 and own.word = substring(other.word, 1, 1)
                or length(other.word) = 1 and other.word = substring(own.word, 1, 1)
            )
        group by pairs.name, pairs.other_name
    ) as shared
    inner join (select name, count(*) as words from {{ words }} group by name) as own on shared.name = own.name
    inner join (select name, count(*) as words from {{ words }} group by name) as other on shared.other_name = other.name
{%- endmacro %}
