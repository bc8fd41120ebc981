{{ stage('exposure', {
    'study_id': 'text',
    'subject_id': 'text',
    'exposure_id': 'text',
    'treatment_name': 'text',
    'start_date': 'partial_date',
    'end_date': 'partial_date',
}, has_items=true) }}
