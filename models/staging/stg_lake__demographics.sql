{{ stage('demographics', {
    'study_id': 'text',
    'subject_id': 'text',
    'subject_number': 'text',
    'screening_number': 'text',
    'subject_name': 'text',
    'site_id': 'text',
}, has_items=true) }}
