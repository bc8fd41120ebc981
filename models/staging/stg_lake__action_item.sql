{{ stage('action_item', {
    'study_id': 'text',
    'action_item_id': 'text',
    'site_id': 'text',
    'monitoring_visit_id': 'text',
    'category': 'text',
    'status': 'text',
    'opened_date': 'date',
    'due_date': 'date',
    'closed_date': 'date',
}) }}
