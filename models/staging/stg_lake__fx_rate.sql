{{ stage('fx_rate', {
    'rate_type': 'text',
    'base_currency': 'text',
    'quote_currency': 'text',
    'rate_date': 'date',
    'rate': 'rate',
}) }}
