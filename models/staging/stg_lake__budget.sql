{{ stage('budget', {
    'study_id': 'text',
    'budget_version': 'text',
    'cost_category': 'text',
    'period': 'text',
    'amount': 'decimal',
    'currency': 'text',
    'approved_date': 'date',
}) }}
