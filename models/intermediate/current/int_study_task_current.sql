{{ conformed('study_task', ['study_id', 'task_id'], ids={'study_id': 'study', 'site_id': 'site', 'assigned_to_id': 'person'}) }}
