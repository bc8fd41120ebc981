{{ stage('erp_currency', {
    'currency_id': 'text',
    'currency': 'text',
}) }}
