{{ stage('currency', {
    'currency': 'text',
    'numeric_code': 'text',
    'currency_name': 'text',
    'minor_units': 'integer',
    'valid_from': 'date',
    'valid_to': 'date',
    'replaced_by': 'text',
    'replacement_rate': 'rate',
}) }}
