{{ stage('protocol_deviation', {
    'study_id': 'text',
    'deviation_id': 'text',
    'subject_id': 'text',
    'site_id': 'text',
    'deviation_date': 'partial_date',
    'category': 'text',
    'important_flag': 'boolean',
    'description': 'text',
    'reported_date': 'date',
    'rationale': 'presence',
}) }}
