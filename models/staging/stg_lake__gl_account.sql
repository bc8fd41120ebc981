{{ stage('gl_account', {
    'account': 'text',
    'account_number': 'text',
    'account_name': 'text',
    'account_type': 'text',
    'chart_of_accounts': 'text',
}) }}
