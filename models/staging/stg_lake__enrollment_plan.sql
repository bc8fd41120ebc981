{{ stage('enrollment_plan', {
    'study_id': 'text',
    'plan_version': 'text',
    'country': 'text',
    'month': 'text',
    'planned_screened': 'rate',
    'planned_enrolled': 'rate',
    'planned_active_sites': 'rate',
    'approved_date': 'date',
}) }}
