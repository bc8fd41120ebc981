{{ stage('milestone', {
    'study_id': 'text',
    'milestone_id': 'text',
    'milestone_type': 'text',
    'level': 'text',
    'country': 'text',
    'site_id': 'text',
    'baseline_date': 'date',
    'planned_date': 'date',
    'forecast_date': 'date',
    'actual_date': 'date',
    'study_country_id': 'text',
    'milestone_number': 'text',
}) }}
