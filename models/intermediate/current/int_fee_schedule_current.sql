{{ conformed(
    'fee_schedule',
    ['contract_id', 'rate_version', 'event_name'],
    scope=[],
    natural_key=['contract_id']
) }}
