{{ stage('eligibility', {
    'study_id': 'text',
    'subject_id': 'text',
    'criterion_id': 'text',
    'category': 'text',
    'result': 'text',
    'protocol_version': 'text',
}, has_items=true) }}
