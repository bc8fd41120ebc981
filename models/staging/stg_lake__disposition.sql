{{ stage('disposition', {
    'study_id': 'text',
    'subject_id': 'text',
    'disposition_id': 'text',
    'scope': 'text',
    'completed_flag': 'boolean',
    'reason': 'text',
    'disposition_date': 'partial_date',
}, has_items=true) }}
