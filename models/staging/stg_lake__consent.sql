{{ stage('consent', {
    'study_id': 'text',
    'subject_id': 'text',
    'consent_id': 'text',
    'consent_date': 'partial_date',
    'consent_category': 'text',
    'consent_given': 'boolean',
}, has_items=true) }}
