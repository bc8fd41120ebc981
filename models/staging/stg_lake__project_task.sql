{{ stage('project_task', {
    'task_id': 'text',
    'project_id': 'text',
}) }}
