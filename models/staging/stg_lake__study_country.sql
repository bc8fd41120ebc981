{{ stage('study_country', {
    'study_id': 'text',
    'study_country_id': 'text',
    'country': 'text',
    'study_country_status': 'text',
    'planned_sites': 'integer',
    'planned_subjects': 'integer',
    'selected_date': 'date',
    'activation_date': 'date',
    'closed_date': 'date',
}) }}
