{{ conformed(
    'milestone_forecast',
    ['study_id', 'forecast_id'],
    ids={'study_id': 'study', 'milestone_id': 'milestone'}
) }}
