{{ stage('project', {
    'project_id': 'text',
    'project_code': 'text',
    'project_name': 'text',
}) }}
