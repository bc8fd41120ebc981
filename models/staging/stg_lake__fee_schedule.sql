{{ stage('fee_schedule', {
    'contract_id': 'text',
    'rate_version': 'text',
    'event_name': 'text',
    'amount': 'decimal',
    'currency': 'text',
    'overhead_applies': 'boolean',
    'effective_date': 'date',
    'price_kind': 'text',
}) }}
