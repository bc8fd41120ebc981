{{ stage('source_review', {
    'study_id': 'text',
    'site_id': 'text',
    'subject_visit_id': 'text',
    'required_from': 'date',
    'reviewed_date': 'date',
    'monitoring_visit_id': 'text',
}) }}
