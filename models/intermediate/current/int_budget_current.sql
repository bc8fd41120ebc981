{{ conformed(
    'budget',
    ['study_id', 'budget_version', 'cost_category', 'period'],
    ids={'study_id': 'study'}
) }}
