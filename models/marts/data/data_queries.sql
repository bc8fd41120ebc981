with queries as (
    {{ located('edc_query', happened='created_date') }}
),

aged as (
    select
        queries.*,
        (resolved_date is null or resolved_date > as_of_date)
        and coalesce({{ meaning('query_status', 'query_status') }}, 'open') not in ('closed', 'cancelled') as is_open,
        {# An open query is not known to be open after the day it was extracted. #}
        case when extraction_date < as_of_date then extraction_date else as_of_date end as seen_on
    from queries
)

select
    study_id,
    query_id,
    located_subject_id as subject_id,
    located_site_id as site_id,
    located_country_code as country_code,
    form_id,
    page_id,
    query_status,
    created_date,
    answered_date,
    resolved_date,
    case
        when is_open then {{ days_between('created_date', 'seen_on') }}
        else {{ days_between('created_date', 'resolved_date') }}
    end as age_days,
    is_open,
    known_from,
    known_to
from aged
