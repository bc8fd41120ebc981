{{ conformed(
    'trial_balance',
    ['ledger', 'period', 'account', 'study_id'],
    ids={'study_id': 'study'},
    scope=[]
) }}
