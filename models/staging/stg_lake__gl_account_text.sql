{{ stage('gl_account_text', {
    'chart_of_accounts': 'text',
    'account': 'text',
    'language': 'text',
    'account_name': 'text',
}) }}
