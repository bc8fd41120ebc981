with filed as (
    {{ placed('tmf_document') }}
),

final as (
    select
        filed.*,
        coalesce(event_date, document_date) as proof_date
    from filed
)

select * from final
