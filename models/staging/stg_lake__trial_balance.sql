{{ stage('trial_balance', {
    'ledger': 'text',
    'period': 'text',
    'account': 'text',
    'study_id': 'text',
    'closing_amount': 'decimal',
    'currency': 'text',
}) }}
