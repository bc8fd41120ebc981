{{ stage('study_task', {
    'study_id': 'text',
    'task_id': 'text',
    'task_number': 'text',
    'country': 'text',
    'site_id': 'text',
    'category': 'text',
    'status': 'text',
    'assigned_to_id': 'text',
    'due_date': 'date',
    'completed_date': 'date',
}) }}
