{{ stage('country', {
    'country': 'text',
    'alpha_3': 'text',
    'numeric_code': 'text',
    'country_name': 'text',
    'region': 'text',
    'subregion': 'text',
    'currency': 'text',
}) }}
