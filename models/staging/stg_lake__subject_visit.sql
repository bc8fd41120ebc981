{{ stage('subject_visit', {
    'study_id': 'text',
    'subject_id': 'text',
    'visit_id': 'text',
    'visit_name': 'text',
    'visit_date': 'partial_date',
    'planned_date': 'date',
    'visit_status': 'text',
    'visit_type': 'text',
    'entered_date': 'date',
}, has_items=true) }}
