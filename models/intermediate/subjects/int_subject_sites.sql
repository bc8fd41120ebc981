{# The RTSM says on which day a subject moved; where it does not, the first page entered for a visit elsewhere tells. #}
with moves as (
    select
        delivered.study_id,
        coalesce(aliases.subject_id, delivered.subject_id) as subject_id,
        delivered.previous_site_id,
        delivered.site_id,
        delivered.transfer_date
    from {{ ref('int_rtsm_subject_current') }} as delivered
    left join {{ ref('int_subject_aliases') }} as aliases
        on delivered.study_id = aliases.study_id
        and delivered.subject_id = aliases.alias
    where delivered.previous_site_id <> delivered.site_id

    union all

    select
        delivered.study_id,
        coalesce(aliases.subject_id, delivered.subject_id) as subject_id,
        delivered.previous_site_id,
        delivered.site_id,
        null as transfer_date
    from {{ ref('int_randomization_current') }} as delivered
    left join {{ ref('int_subject_aliases') }} as aliases
        on delivered.study_id = aliases.study_id
        and delivered.subject_id = aliases.alias
    where delivered.previous_site_id <> delivered.site_id
),

first_elsewhere as (
    select
        moves.study_id,
        moves.subject_id,
        moves.site_id,
        min(pages.visit_date) as visit_date
    from moves
    inner join {{ ref('int_edc_page_current') }} as pages
        on moves.study_id = pages.study_id
        and moves.subject_id = pages.subject_id
        and moves.site_id = pages.site_id
    group by moves.study_id, moves.subject_id, moves.site_id
),

{# Both systems may tell of one move, and of several moves one after the other. #}
dated as (
    select
        moves.study_id,
        moves.subject_id,
        moves.site_id,
        min(moves.previous_site_id) as previous_site_id,
        coalesce(min(moves.transfer_date), min(first_elsewhere.visit_date)) as transfer_date
    from moves
    left join first_elsewhere
        on moves.study_id = first_elsewhere.study_id
        and moves.subject_id = first_elsewhere.subject_id
        and moves.site_id = first_elsewhere.site_id
    group by moves.study_id, moves.subject_id, moves.site_id
    having coalesce(min(moves.transfer_date), min(first_elsewhere.visit_date)) is not null
),

transfers as (
    select
        dated.*,
        row_number() over (partition by study_id, subject_id order by transfer_date, site_id) as position,
        lead(transfer_date) over (partition by study_id, subject_id order by transfer_date, site_id) as next_transfer_date
    from dated
),

final as (
    select
        subjects.study_id,
        subjects.subject_id,
        coalesce(transfers.previous_site_id, subjects.site_id) as site_id,
        date '1900-01-01' as from_date,
        transfers.transfer_date as until_date
    from {{ ref('int_subject_current') }} as subjects
    left join transfers
        on subjects.study_id = transfers.study_id
        and subjects.subject_id = transfers.subject_id
        and transfers.position = 1

    union all

    select
        transfers.study_id,
        transfers.subject_id,
        transfers.site_id,
        transfers.transfer_date as from_date,
        transfers.next_transfer_date as until_date
    from transfers
    inner join {{ ref('int_subject_current') }} as subjects
        on transfers.study_id = subjects.study_id
        and transfers.subject_id = subjects.subject_id
)

select * from final
where until_date is null or from_date < until_date
