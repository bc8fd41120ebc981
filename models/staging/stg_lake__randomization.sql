{{ stage('randomization', {
    'study_id': 'text',
    'subject_id': 'text',
    'randomization_number': 'text',
    'randomization_date': 'partial_date',
    'site_id': 'text',
    'previous_site_id': 'text',
    'country': 'text',
}) }}
