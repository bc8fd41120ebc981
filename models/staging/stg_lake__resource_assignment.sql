{{ stage('resource_assignment', {
    'assignment_id': 'text',
    'person_id': 'text',
    'work_order': 'text',
    'study_id': 'text',
    'country': 'text',
    'site_id': 'text',
    'role': 'text',
    'assigned_from': 'date',
    'assigned_to': 'date',
    'allocation_fte': 'rate',
    'status': 'text',
}) }}
