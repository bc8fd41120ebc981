{{ stage('milestone_forecast', {
    'study_id': 'text',
    'forecast_id': 'text',
    'milestone_id': 'text',
    'forecaster': 'text',
    'made_date': 'date',
    'forecast_date': 'date',
}) }}
