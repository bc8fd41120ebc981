{{ stage('demographics', {
    'study_id': 'text',
    'subject_id': 'text',
    'subject_number': 'text',
    'screening_number': 'text',
    'subject_name': 'text',
    'site_id': 'text',
    'birth_date': 'partial_date',
    'sex': 'text',
    'race': 'text',
    'ethnicity': 'text',
}, has_items=true) }}
