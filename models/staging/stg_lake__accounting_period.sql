{{ stage('accounting_period', {
    'legal_entity': 'text',
    'period': 'text',
    'start_date': 'date',
    'end_date': 'date',
    'status': 'text',
}) }}
