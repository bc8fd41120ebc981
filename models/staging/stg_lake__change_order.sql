{{ stage('change_order', {
    'change_order_id': 'text',
    'contract_kind': 'text',
    'contract_id': 'text',
    'study_id': 'text',
    'scope': 'text',
    'value': 'decimal',
    'currency': 'text',
    'dated': 'date',
    'approved_date': 'date',
    'status': 'text',
}) }}
